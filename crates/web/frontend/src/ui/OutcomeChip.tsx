import { useQuery } from '@tanstack/react-query'
import { dispositionsQuery } from '@/api/session'
import { DISPOSITION_CLASS, humanise } from '@/lib/words'
import { StatusDot } from './StatusDot'

interface Props {
  /** Key of the disposition; none yet when undefined. */
  disposition: string | undefined
  /** The server wants one. */
  required?: boolean
}

/** Result of a call: its label, coloured by what it means for the business. */
export function OutcomeChip({ disposition, required = false }: Props) {
  const { data } = useQuery(dispositionsQuery)
  if (disposition === undefined) {
    return required ? <StatusDot tone="bad">Required</StatusDot> : <span className="dim">–</span>
  }
  const found = data?.find((candidate) => candidate.key === disposition)
  const tone = found ? (DISPOSITION_CLASS[found.class]?.tone ?? 'mute') : 'mute'
  return <StatusDot tone={tone}>{found?.label ?? humanise(disposition)}</StatusDot>
}
