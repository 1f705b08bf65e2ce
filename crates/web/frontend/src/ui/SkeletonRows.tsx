import { Skeleton } from '@mantine/core'
import { range } from '@/lib/range'

/** Grey rows in place of a list that loads. */
export function SkeletonRows({ rows = 12, height = 38 }: { rows?: number; height?: number }) {
  return (
    <div role="status" aria-label="Loading" aria-busy>
      {range(rows).map((row) => (
        <div
          key={row}
          style={{
            height,
            display: 'flex',
            gap: 24,
            alignItems: 'center',
            padding: '0 16px',
            borderBottom: '1px solid var(--app-line)',
          }}
        >
          <Skeleton height={10} width="12%" />
          <Skeleton height={10} width={`${22 + ((row * 7) % 14)}%`} />
          <Skeleton height={10} width="10%" />
          <Skeleton height={10} width={`${12 + ((row * 5) % 10)}%`} />
        </div>
      ))}
    </div>
  )
}
