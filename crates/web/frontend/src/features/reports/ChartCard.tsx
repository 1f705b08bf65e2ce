import { SegmentedControl } from '@mantine/core'
import { createContext, type ReactNode, useContext } from 'react'
import c from './reports.module.css'

/** Which charts are shown as tables, and how to change that. */
export const TablesContext = createContext<{ shown: readonly string[]; toggle: (name: string) => void }>({
  shown: [],
  toggle: () => undefined,
})

interface Props {
  name: string
  title: string
  /** What the picture says, in a sentence. */
  sentence: string
  chart: ReactNode
  table: ReactNode
  aside?: ReactNode
}

/** A picture that can be read as a table. */
export function ChartCard({ name, title, sentence, chart, table, aside }: Props) {
  const { shown, toggle } = useContext(TablesContext)
  const asTable = shown.includes(name)
  return (
    <section className={`card ${c.card}`} aria-labelledby={`report-${name}`}>
      <header className={c.cardHead}>
        <h2 id={`report-${name}`}>{title}</h2>
        {aside}
        <span className="grow" />
        <SegmentedControl
          aria-label={`${title}: show as`}
          size="xs"
          value={asTable ? 'table' : 'chart'}
          onChange={(value) => {
            if ((value === 'table') !== asTable) toggle(name)
          }}
          data={[
            { value: 'chart', label: 'Chart' },
            { value: 'table', label: 'Table' },
          ]}
        />
      </header>
      {asTable ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reached by keyboard
        <div className={c.tableBox} tabIndex={0} role="region" aria-label={`${title}, table`}>
          {table}
        </div>
      ) : (
        <div role="img" aria-label={sentence}>
          {chart}
        </div>
      )}
    </section>
  )
}
