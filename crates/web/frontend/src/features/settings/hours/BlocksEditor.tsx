import { ActionIcon, TextInput } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import type { TimeBlock } from '@/api/types'
import c from '../settings.module.css'
import { blockProblems } from './hours'

interface Props {
  /** "Monday", for labels. */
  name: string
  blocks: readonly TimeBlock[]
  onChange: (blocks: TimeBlock[]) => void
  errorOf: (index: number) => string | undefined
}

/** The open times of one day. Midnight as an end is 24:00 in the API and 00:00 in the browser's field. */
export function BlocksEditor({ name, blocks, onChange, errorOf }: Props) {
  const problems = blockProblems(blocks)
  const set = (index: number, part: Partial<TimeBlock>) =>
    onChange(blocks.map((block, at) => (at === index ? { ...block, ...part } : block)))
  if (blocks.length === 0) return <span className={c.closed}>Closed</span>
  return (
    <div className={c.blocks}>
      {blocks.map((block, index) => {
        const problem = problems.find((one) => one.index === index)?.message ?? errorOf(index)
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: blocks have no identity but their place
          <div key={index} className={c.block}>
            <TextInput
              type="time"
              aria-label={`${name} opens, block ${index + 1}`}
              value={block.open}
              error={problem !== undefined}
              onChange={(event) => set(index, { open: event.currentTarget.value })}
            />
            <span>to</span>
            <TextInput
              type="time"
              aria-label={`${name} closes, block ${index + 1}`}
              value={block.close === '24:00' ? '00:00' : block.close}
              error={problem !== undefined}
              onChange={(event) => {
                const close = event.currentTarget.value
                set(index, { close: close === '00:00' ? '24:00' : close })
              }}
            />
            <ActionIcon
              aria-label={`Remove block ${index + 1} of ${name}`}
              onClick={() => onChange(blocks.filter((_, at) => at !== index))}
            >
              <IconTrash size={15} />
            </ActionIcon>
            {problem && <p className={c.blockError}>{problem}</p>}
          </div>
        )
      })}
    </div>
  )
}
