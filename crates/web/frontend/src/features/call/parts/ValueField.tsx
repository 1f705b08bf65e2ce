import { Button, NumberInput } from '@mantine/core'
import { useId } from 'react'
import { formatCents } from '@/lib/money'
import c from './parts.module.css'

/** Amounts that most calls come near (S1-DRW-07), in cents. */
const QUICK = [100_00, 300_00, 500_00, 1000_00]

interface Props {
  cents: number | null
  disabled: boolean
  onChange: (cents: number | null) => void
}

/** What the call may be worth. */
export function ValueField({ cents, disabled, onChange }: Props) {
  const id = useId()
  return (
    <section className={c.section} aria-labelledby={id}>
      <h3 id={id}>Estimated value</h3>
      <div className={c.value}>
        <NumberInput
          aria-labelledby={id}
          prefix="$"
          thousandSeparator=","
          decimalScale={2}
          min={0}
          max={10_000_000}
          placeholder="None"
          hideControls
          disabled={disabled}
          value={cents === null ? '' : cents / 100}
          onChange={(value) => onChange(typeof value === 'number' ? Math.round(value * 100) : null)}
        />
        {QUICK.map((amount) => (
          <Button
            key={amount}
            variant={cents === amount ? 'light' : 'default'}
            className="num"
            disabled={disabled}
            aria-pressed={cents === amount}
            onClick={() => onChange(amount)}
          >
            {formatCents(amount)}
          </Button>
        ))}
      </div>
    </section>
  )
}
