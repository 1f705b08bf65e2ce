import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { countsQuery } from '@/features/messaging/queries'
import { ErrorState } from '@/ui/ErrorState'
import { SkeletonRows } from '@/ui/SkeletonRows'
import { SettingsCard } from '../SectionFrame'
import { AllWell } from './AllWell'
import { conversationWords } from './words'

/** How many conversations have a text that nobody can tell the fate of, and the way to them. */
export function TextsCard() {
  const counts = useQuery(countsQuery)
  const needs = counts.data?.needs_person ?? 0
  return (
    <SettingsCard
      title="Texts"
      text="Texts that were refused, or may have gone out. Whoever reads the conversation decides."
    >
      {counts.isPending ? (
        <SkeletonRows rows={1} height={24} />
      ) : counts.isError && !counts.data ? (
        <ErrorState error={counts.error} onRetry={() => void counts.refetch()} />
      ) : needs === 0 ? (
        <AllWell>No text waits for a decision.</AllWell>
      ) : (
        <Button
          variant="default"
          renderRoot={(props) => <Link {...props} to="/conversations" search={{ tab: 'needs' }} />}
        >
          Show {conversationWords(needs)}
        </Button>
      )}
    </SettingsCard>
  )
}
