import { useQuery, useQueryClient } from '@tanstack/react-query'
import { api, dataOf } from '@/api/client'
import { keys } from '@/api/keys'
import { useCan } from '@/api/session'
import type { ContactSettings } from '@/api/types'
import { useDocument } from '@/lib/useDocument'
import { EditBar } from '@/ui/EditBar'
import { toast } from '@/ui/toast'
import { Loaded } from '../Loaded'
import { SectionFrame, SettingsCard } from '../SectionFrame'
import t from '../texts/texts.module.css'
import { CapField } from './CapField'
import { contactSettingsQuery } from './query'
import { WeekEditor } from './WeekEditor'
import { weekProblem } from './week'

/** When and how often customers are contacted at all. */
export default function ContactRulesSection() {
  const query = useQuery(contactSettingsQuery)
  return <Loaded query={query}>{(settings) => <Editor settings={settings} />}</Loaded>
}

type Cap = 'calls_per_day' | 'texts_per_automation_per_day' | 'automated_per_week'

const CAPS: readonly { cap: Cap; label: string; description: string; least: number }[] = [
  {
    cap: 'calls_per_day',
    label: 'Calls a day',
    description: 'To one number about one subject, in 24 hours',
    least: 1,
  },
  {
    cap: 'texts_per_automation_per_day',
    label: 'Texts a day of one automation',
    description: 'To one customer, such as reminders; 0 stops them',
    least: 0,
  },
  {
    cap: 'automated_per_week',
    label: 'Automated contacts a week',
    description: 'To one customer, of all automations together; 0 stops them',
    least: 0,
  },
]

function Editor({ settings }: { settings: ContactSettings }) {
  const client = useQueryClient()
  const mayEdit = useCan('manage_settings')
  const document = useDocument({
    current: settings,
    versionOf: (current) => current.version,
    send: async (draft, version) => {
      const saved = await dataOf(
        api.POST('/settings/contact', { params: { header: { 'If-Match': `"${version}"` } }, body: draft }),
      )
      client.setQueryData(contactSettingsQuery.queryKey, saved)
      void client.invalidateQueries({ queryKey: keys.consent.all })
      return saved
    },
    reload: () => client.fetchQuery({ ...contactSettingsQuery, staleTime: 0 }),
    onSaved: () => toast('Rules of contact saved'),
  })
  const { draft, change } = document
  return (
    <>
      <SectionFrame
        title="Rules of contact"
        text="When and how often customers are called and texted, in the time where they live. What the law says holds anyway: these rules narrow it and never widen it."
        locked={mayEdit ? undefined : 'Only admins change the rules of contact.'}
      >
        <SettingsCard
          title="Courtesy hours"
          text="For answers, visits and reminders. A dispatcher goes beyond them with a reason, which stays on record."
        >
          <WeekEditor
            label="Courtesy hours"
            week={draft.courtesy_hours}
            onChange={(courtesy_hours) => change({ ...draft, courtesy_hours })}
            errorOf={(part) => document.fieldError(`courtesy_hours.${part}.close`)}
          />
        </SettingsCard>
        <SettingsCard title="Hours for offers" text="For everything that sells. Needs consent besides.">
          <WeekEditor
            label="Hours for offers"
            week={draft.marketing_hours}
            onChange={(marketing_hours) => change({ ...draft, marketing_hours })}
            errorOf={(part) => document.fieldError(`marketing_hours.${part}.close`)}
          />
        </SettingsCard>
        <SettingsCard title="How often">
          <div className={t.rules}>
            {CAPS.map(({ cap, label, description, least }) => (
              <CapField
                key={cap}
                label={label}
                description={description}
                least={least}
                value={draft[cap]}
                error={document.fieldError(cap)}
                onChange={(value) => change({ ...draft, [cap]: value })}
              />
            ))}
          </div>
        </SettingsCard>
      </SectionFrame>
      <EditBar
        document={document}
        problem={
          weekProblem('Courtesy hours', draft.courtesy_hours) ??
          weekProblem('Hours for offers', draft.marketing_hours)
        }
        saveLabel="Save rules"
      />
    </>
  )
}
