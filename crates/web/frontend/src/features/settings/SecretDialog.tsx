import { Button, CopyButton, Group, Modal, Text, TextInput } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'

interface Props {
  title: string
  text: string
  label: string
  secret: string
  onClose: () => void
}

/** Shows what cannot be shown again. Closes only by its button, so that a slip does not lose it. */
export function SecretDialog({ title, text, label, secret, onClose }: Props) {
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      size="md"
      closeOnClickOutside={false}
      closeOnEscape={false}
      withCloseButton={false}
    >
      <Text size="sm" c="dimmed" mb={12}>
        {text}
      </Text>
      <TextInput
        label={label}
        readOnly
        value={secret}
        data-autofocus
        onFocus={(event) => event.currentTarget.select()}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
      />
      <Group justify="flex-end" gap={8} mt={18}>
        <CopyButton value={secret}>
          {({ copied, copy }) => (
            <Button
              variant={copied ? 'light' : 'filled'}
              leftSection={copied ? <IconCheck size={15} /> : <IconCopy size={15} />}
              onClick={copy}
            >
              {copied ? 'Copied' : 'Copy'}
            </Button>
          )}
        </CopyButton>
        <Button variant="default" onClick={onClose}>
          I have saved it
        </Button>
      </Group>
    </Modal>
  )
}
