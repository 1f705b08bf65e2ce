import { SegmentedControl } from '@mantine/core'
import { usePreference } from '@/lib/preferences'
import type { Density } from './VirtualTable'

/** Height of the rows, one choice for all tables. */
export function useDensity(): [Density, (density: Density) => void] {
  return usePreference<Density>('row-density', 'regular')
}

export function DensitySwitch({ value, onChange }: { value: Density; onChange: (density: Density) => void }) {
  return (
    <SegmentedControl
      aria-label="Row density"
      value={value}
      onChange={(density) => onChange(density as Density)}
      data={[
        { value: 'compact', label: 'Compact' },
        { value: 'regular', label: 'Regular' },
        { value: 'relaxed', label: 'Relaxed' },
      ]}
    />
  )
}
