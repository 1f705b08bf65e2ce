import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useCan } from '@/api/session'
import { linesQuery } from '@/features/phone/queries'
import { Loaded } from '../Loaded'
import { SectionFrame, SettingsCard } from '../SectionFrame'
import { AddLineDialog } from './AddLineDialog'
import { CheckCard } from './CheckCard'
import { FirstSteps } from './FirstSteps'
import { LineEditor } from './LineEditor'
import { LineTable } from './LineTable'
import { ProviderCard } from './ProviderCard'
import { UnknownCalls } from './UnknownCalls'

/** The company's numbers: who carries their calls, and what callers hear. */
export default function TelephonySection() {
  const query = useQuery(linesQuery)
  const mayEdit = useCan('manage_settings')
  const works = useCan('work_calls')
  const [adding, setAdding] = useState(false)
  const [edited, setEdited] = useState<string>()
  const line = query.data?.find((one) => one.id === edited)
  if (line) return <LineEditor key={line.id} line={line} onBack={() => setEdited(undefined)} />
  return (
    <SectionFrame
      title="Telephony"
      text="The numbers that people call, and what they hear before somebody answers."
      locked={mayEdit ? undefined : 'Only admins change telephony.'}
      action={
        mayEdit && (
          <Button leftSection={<IconPlus size={15} />} onClick={() => setAdding(true)}>
            Add a line
          </Button>
        )
      }
      wide
    >
      {works && mayEdit && <FirstSteps />}
      {works && <ProviderCard />}
      {mayEdit && <CheckCard />}
      {works && <UnknownCalls />}
      <SettingsCard title="Lines" text="Members call and text from the default one.">
        <Loaded query={query}>{(lines) => <LineTable lines={lines} onEdit={setEdited} />}</Loaded>
      </SettingsCard>
      {adding && (
        <AddLineDialog
          onClose={() => setAdding(false)}
          onAdded={(id) => {
            setAdding(false)
            setEdited(id)
          }}
        />
      )}
    </SectionFrame>
  )
}
