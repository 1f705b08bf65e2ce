import { IconBook } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { Period } from '@/features/reports/queries'
import { EmptyState } from '@/ui/EmptyState'
import { SettingsCard } from '../SectionFrame'
import { FigureCard } from './FigureCard'
import { isNothing, ledgerFigures, listFigures, standingFigures } from './figures'
import { OfPeriod } from './OfPeriod'
import { dncReportQuery } from './queries'

/** The do-not-contact list and the ledger of consent. */
export function DncReport({ period }: { period: Period }) {
  const query = useQuery(dncReportQuery(period))
  return (
    <OfPeriod query={query}>
      {({ figures }) => {
        const list = listFigures(figures)
        const ledger = ledgerFigures(figures)
        return (
          <>
            {isNothing([...list, ...ledger]) ? (
              <SettingsCard>
                <EmptyState title="Nothing was written down in these days" icon={IconBook}>
                  Nobody was put on the list or taken off it, and nobody gave or withdrew consent.
                </EmptyState>
              </SettingsCard>
            ) : (
              <>
                <FigureCard title="The list" text="What happened to it in these days." figures={list} />
                <FigureCard
                  title="The ledger of consent"
                  text="What people said in these days, and what we wrote down."
                  figures={ledger}
                />
              </>
            )}
            <FigureCard
              title="As it stands now"
              text="Whatever the days above."
              figures={standingFigures(figures)}
            />
          </>
        )
      }}
    </OfPeriod>
  )
}
