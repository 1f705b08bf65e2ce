import { Button } from '@mantine/core'
import { IconMapOff } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { EmptyState } from '@/ui/EmptyState'

/** An address that leads nowhere. */
export function NotFound() {
  return (
    <main>
      <EmptyState
        icon={IconMapOff}
        title="There is no such page"
        action={
          <Button component={Link} to="/calls">
            Go to calls
          </Button>
        }
      >
        The address may be old, or what it showed was removed.
      </EmptyState>
    </main>
  )
}
