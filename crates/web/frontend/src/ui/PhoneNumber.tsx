import { formatPhone } from '@/lib/phone'

/** A telephone number as people read it. */
export function PhoneNumber({ value, className }: { value: string | undefined; className?: string }) {
  if (!value) return <span className="dim">No number</span>
  return <span className={`num ${className ?? ''}`}>{formatPhone(value)}</span>
}
