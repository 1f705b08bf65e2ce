import { Button } from '@mantine/core'
import { IconPencil, IconPhoneOff } from '@tabler/icons-react'
import { useCan } from '@/api/session'
import type { Line } from '@/api/types'
import { formatPhone } from '@/lib/phone'
import { EmptyState } from '@/ui/EmptyState'
import { StatusDot } from '@/ui/StatusDot'
import c from '../settings.module.css'
import { RemoveLine } from './RemoveLine'
import { TEXTING } from './words'

/** The numbers with what matters of each. */
export function LineTable({ lines, onEdit }: { lines: readonly Line[]; onEdit: (id: string) => void }) {
  const mayEdit = useCan('manage_settings')
  if (lines.length === 0) {
    return (
      <EmptyState icon={IconPhoneOff} title="There is no line yet">
        Add the first number: calls to it are answered here, and members call from it.
      </EmptyState>
    )
  }
  return (
    <div className={c.scrollX}>
      <table className={c.table}>
        <thead>
          <tr>
            <th>Line</th>
            <th>Recording</th>
            <th>Texting</th>
            <th>Rings</th>
            {mayEdit && <th>More</th>}
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.id}>
              <td>
                <span className={c.person}>
                  <span>
                    <strong>
                      {line.label} {line.is_default && <span className="tag">Default</span>}
                    </strong>
                    <small className="num">{formatPhone(line.number)}</small>
                  </span>
                </span>
              </td>
              <td>
                <StatusDot tone={line.notice === undefined ? 'mute' : 'info'}>
                  {line.notice === undefined ? 'Not recorded' : 'Recorded, announced'}
                </StatusDot>
                {line.notice !== undefined && line.live_transcript && (
                  <small className={`dim ${c.second}`}>Written down live</small>
                )}
              </td>
              <td>
                <StatusDot tone={TEXTING[line.texting].tone}>{TEXTING[line.texting].label}</StatusDot>
              </td>
              <td className="num">{line.ring_s} s</td>
              {mayEdit && (
                <td>
                  <span className={c.rowTools}>
                    <Button
                      variant="subtle"
                      color="gray"
                      leftSection={<IconPencil size={14} />}
                      aria-label={`Edit ${line.label}`}
                      onClick={() => onEdit(line.id)}
                    >
                      Edit
                    </Button>
                    <RemoveLine line={line} />
                  </span>
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
