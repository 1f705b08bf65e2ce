import { Button, type ButtonProps, Popover, Text } from '@mantine/core'
import { type ReactNode, useState } from 'react'

interface Props extends Omit<ButtonProps, 'onClick'> {
  /** What will happen, as a question or a statement. */
  question: ReactNode
  confirmLabel: string
  /** Colour of the confirmation; by default that of what cannot be undone. */
  confirmColor?: string
  onConfirm: () => void
  children: ReactNode
}

/** A button for what cannot be undone: asks once, beside itself. */
export function ConfirmButton({
  question,
  confirmLabel,
  confirmColor = 'red.8',
  onConfirm,
  children,
  ...button
}: Props) {
  const [open, setOpen] = useState(false)
  const confirm = () => {
    setOpen(false)
    onConfirm()
  }
  return (
    <Popover opened={open} onChange={setOpen} trapFocus returnFocus width={260} position="bottom-end">
      <Popover.Target>
        <Button {...button} onClick={() => setOpen((shown) => !shown)}>
          {children}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={confirmLabel}>
        <Text size="sm">{question}</Text>
        <div style={{ display: 'flex', gap: 8, justifyContent: 'flex-end', marginTop: 12 }}>
          <Button variant="default" onClick={() => setOpen(false)}>
            Cancel
          </Button>
          <Button color={confirmColor} onClick={confirm} data-autofocus>
            {confirmLabel}
          </Button>
        </div>
      </Popover.Dropdown>
    </Popover>
  )
}
