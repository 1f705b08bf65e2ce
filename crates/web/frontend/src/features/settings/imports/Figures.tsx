import i from './imports.module.css'

interface Item {
  label: string
  value: number
  tone?: 'ok' | 'bad' | undefined
}

/** A row of large numbers. */
export function Figures({ items }: { items: readonly Item[] }) {
  return (
    <dl className={i.figures}>
      {items.map(({ label, value, tone }) => (
        <div key={label} data-tone={value > 0 ? tone : undefined}>
          <dt>{label}</dt>
          <dd className="num">{value.toLocaleString('en-US')}</dd>
        </div>
      ))}
    </dl>
  )
}
