import { Select } from '@mantine/core'
import type { ImportColumnField, ImportLayout } from '@/api/types'
import i from './imports.module.css'
import { assign, type Columns } from './mapping'
import { FIELD, FIELDS } from './words'

interface Props {
  layout: ImportLayout
  columns: Columns
  onChange: (columns: Columns) => void
}

const CHOICES = FIELDS.map((field) => ({ value: field, label: FIELD[field].label }))

/** A line for each column of the file: its header, what it holds, and its first values. */
export function ColumnTable({ layout, columns, onChange }: Props) {
  return (
    <table className={i.columns}>
      <thead>
        <tr>
          <th>In the file</th>
          <th>Holds</th>
          <th>First values</th>
        </tr>
      </thead>
      <tbody>
        {layout.headers.map((header, index) => {
          const held = columns[index] ?? null
          const values = layout.samples.map((row) => row[index] ?? '').filter((value) => value !== '')
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: headers may repeat, their place is what they are
            <tr key={index} data-off={held === null || undefined}>
              <th scope="row">{header || <span className="dim">Column {index + 1}</span>}</th>
              <td>
                <Select
                  aria-label={`${header || `Column ${index + 1}`} holds`}
                  placeholder="Left out"
                  searchable
                  clearable
                  data={CHOICES}
                  value={held}
                  onChange={(field) => onChange(assign(columns, index, field as ImportColumnField | null))}
                />
              </td>
              <td>
                {values.length > 0 ? (
                  <span className={i.samples} title={values.join('\n')}>
                    {values.slice(0, 3).map((value, place) => (
                      // biome-ignore lint/suspicious/noArrayIndexKey: values may repeat
                      <span key={place}>{value}</span>
                    ))}
                  </span>
                ) : (
                  <span className="dim">empty in the first rows</span>
                )}
                {held && FIELD[held].hint && <small>{FIELD[held].hint}</small>}
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
