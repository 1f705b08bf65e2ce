import { Button, Group, Modal, Text } from '@mantine/core'

interface Props {
  opened: boolean
  onStay: () => void
  onLeave: () => void
}

/** A call without its outcome is not left by a slip of the finger. */
export function LeaveDialog({ opened, onStay, onLeave }: Props) {
  return (
    <Modal opened={opened} onClose={onStay} title="This call still needs an outcome" size="sm">
      <Text size="sm" c="dimmed">
        It goes back to the queue for everybody. What you entered is kept on this device until you close the
        tab.
      </Text>
      <Group justify="flex-end" gap={8} mt={18}>
        <Button variant="default" onClick={onLeave}>
          Leave it
        </Button>
        <Button onClick={onStay} data-autofocus>
          Keep working
        </Button>
      </Group>
    </Modal>
  )
}
