import { Select } from '@mantine/core'
import { useEffect, useState } from 'react'
import { messageOf } from '@/api/problem'
import { toastFailure } from '@/ui/toast'
import { deviceOf } from './device/current'
import type { DeviceAudio } from './device/device'

/** Microphone and loudspeaker, where the telephone lets choose. */
export function AudioChoices({ provider }: { provider: string }) {
  const [audio, setAudio] = useState<DeviceAudio>()
  useEffect(() => {
    if (provider !== 'twilio') return
    let shown = true
    deviceOf(provider)
      .then((device) => shown && setAudio(device.audio))
      .catch((error: unknown) => toastFailure('The telephone in this browser', messageOf(error)))
    return () => {
      shown = false
    }
  }, [provider])
  if (!audio) return null
  return (
    <>
      <Choice label="Microphone" choices={audio.inputs()} use={audio.useInput} />
      <Choice label="Loudspeaker" choices={audio.outputs()} use={audio.useOutput} />
    </>
  )
}

interface ChoiceProps {
  label: string
  choices: ReturnType<DeviceAudio['inputs']>
  use: (id: string) => Promise<void>
}

function Choice({ label, choices, use }: ChoiceProps) {
  const [value, setValue] = useState<string | null>(null)
  if (choices.length < 2) return null
  const choose = (id: string | null) => {
    if (id === null) return
    use(id)
      .then(() => setValue(id))
      .catch((error: unknown) => toastFailure(`${label} not changed`, messageOf(error)))
  }
  return (
    <Select
      label={label}
      placeholder="As the browser has it"
      data={choices}
      value={value}
      onChange={choose}
      comboboxProps={{ withinPortal: false }}
    />
  )
}
