import { DatePicker } from '@mantine/dates'

type Range = [string | null, string | null]

interface Props {
  value: Range
  onChange: (range: Range) => void
  /** The last day that can be chosen, as `2026-05-31`. */
  maxDate: string
}

/** A calendar for a first and a last day. A page that opens fast imports it lazily. */
export default function RangeCalendar(props: Props) {
  return <DatePicker type="range" allowSingleDateInRange {...props} />
}
