import { IconArrowLeft } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ConfirmButton } from '@/ui/ConfirmButton'
import { StatusDot } from '@/ui/StatusDot'
import { Loaded } from '../Loaded'
import { SectionFrame } from '../SectionFrame'
import { CheckStep } from './CheckStep'
import i from './imports.module.css'
import { MappingStep } from './MappingStep'
import { importQuery, type VersionedImport } from './queries'
import { ResultStep } from './ResultStep'
import { UploadStep } from './UploadStep'
import { useDiscard, useSentBytes } from './useImport'
import { WorkingStep } from './WorkingStep'
import { bytesWords, STATE } from './words'

/** One import, from its file to its rollback. */
export function ImportPage({ id }: { id: string }) {
  const query = useQuery(importQuery(id))
  return <Loaded query={query}>{(one) => <Shown one={one} />}</Loaded>
}

function Shown({ one }: { one: VersionedImport }) {
  const discard = useDiscard(one.id)
  const sending = useSentBytes(one.id) !== undefined
  const state =
    one.state === 'receiving' && sending ? ({ label: 'Uploading', tone: 'info' } as const) : STATE[one.state]
  const undecided = !one.started_at && one.state !== 'checking' && !sending
  return (
    <SectionFrame
      title={one.file_name}
      text={
        <span className={i.facts}>
          {bytesWords(one.size)} <StatusDot tone={state.tone}>{state.label}</StatusDot>
        </span>
      }
      action={
        undecided && (
          <ConfirmButton
            variant="default"
            loading={discard.isPending}
            question="The file is removed from the server. Nothing was imported."
            confirmLabel="Remove the file"
            onConfirm={() => discard.mutate()}
          >
            Discard
          </ConfirmButton>
        )
      }
      wide
    >
      <Link to="/settings/$section" params={{ section: 'imports' }} search={{}} className={i.back}>
        <IconArrowLeft size={15} aria-hidden /> All imports
      </Link>
      <Step one={one} />
    </SectionFrame>
  )
}

function Step({ one }: { one: VersionedImport }) {
  switch (one.state) {
    case 'receiving':
      return <UploadStep one={one} />
    case 'ready':
      return <MappingStep key={one.version} one={one} />
    case 'checked':
      return <CheckStep one={one} />
    case 'checking':
    case 'importing':
    case 'rolling_back':
      return <WorkingStep one={one} />
    default:
      return <ResultStep one={one} />
  }
}
