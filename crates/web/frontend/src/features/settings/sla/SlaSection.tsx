import { Button, SegmentedControl } from '@mantine/core'
import { IconCheck, IconPlus } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, dataOf } from '@/api/client'
import { useCan } from '@/api/session'
import type { SlaRule, SlaRules } from '@/api/types'
import { counted } from '@/lib/counted'
import { useDocument } from '@/lib/useDocument'
import { EditBar } from '@/ui/EditBar'
import { toast } from '@/ui/toast'
import { Loaded } from '../Loaded'
import { slaRulesQuery } from '../queries'
import { keyFor, moved } from '../reorder'
import { SectionFrame, SettingsCard } from '../SectionFrame'
import c from '../settings.module.css'
import { RuleEditor } from './RuleEditor'

/** How soon which calls must be answered: two sets of rules, one of which is in force. */
export default function SlaSection() {
  const query = useQuery(slaRulesQuery)
  return <Loaded query={query}>{(rules) => <Editor rules={rules} />}</Loaded>
}

function Editor({ rules }: { rules: SlaRules }) {
  const client = useQueryClient()
  const mayEdit = useCan('manage_settings')
  const document = useDocument({
    current: rules,
    versionOf: (current) => current.version,
    send: async (draft, version) => {
      const saved = await dataOf(
        api.POST('/settings/sla-rules', { params: { header: { 'If-Match': `"${version}"` } }, body: draft }),
      )
      client.setQueryData(slaRulesQuery.queryKey, saved)
      return saved
    },
    reload: () => client.fetchQuery({ ...slaRulesQuery, staleTime: 0 }),
    onSaved: () => toast('SLA rules saved. Promises that were made keep the rule of their time.'),
  })
  const { draft, change } = document
  const [shown, setShown] = useState<string>(draft.active_set)
  const index = Math.max(
    0,
    draft.sets.findIndex((set) => set.key === shown),
  )
  const set = draft.sets[index]
  const active = set?.key === draft.active_set
  const setRules = (next: SlaRule[]) =>
    change({ ...draft, sets: draft.sets.map((one, at) => (at === index ? { ...one, rules: next } : one)) })
  const add = () =>
    set &&
    setRules([
      ...set.rules,
      {
        key: keyFor(
          'New rule',
          set.rules.map((rule) => rule.key),
        ),
        name: 'New rule',
        when: { direction: 'in', status: ['missed'] },
        kind: 'callback',
        target_minutes: 30,
        calendar: 'business',
        priority: 'normal',
        warn_percent: 75,
      } as SlaRule,
    ])
  return (
    <>
      <SectionFrame
        title="SLA rules"
        text="The first rule that matches a call sets how soon the promise is due. A change binds new promises; those that were made keep the rule of their time."
        locked={mayEdit ? undefined : 'Only admins change SLA rules.'}
        wide
      >
        <div style={{ display: 'flex', alignItems: 'center', gap: 12, flexWrap: 'wrap' }}>
          <SegmentedControl
            aria-label="Rule set"
            data={draft.sets.map((one) => ({ value: one.key, label: one.name }))}
            value={set?.key ?? ''}
            onChange={setShown}
          />
          {active ? (
            <span className={c.badge}>
              <IconCheck size={13} aria-hidden /> In force
            </span>
          ) : (
            set && (
              <Button
                variant="default"
                size="compact-sm"
                onClick={() => change({ ...draft, active_set: set.key as SlaRules['active_set'] })}
              >
                Put “{set.name}” in force
              </Button>
            )
          )}
        </div>
        {set && (
          <SettingsCard
            title={set.name}
            text={`${counted(set.rules.length, 'rule')}, from top to bottom`}
            aside={
              <Button variant="default" leftSection={<IconPlus size={15} />} onClick={add}>
                Add a rule
              </Button>
            }
          >
            {set.rules.map((rule, at) => (
              <RuleEditor
                key={rule.key}
                rule={rule}
                place={at + 1}
                last={at === set.rules.length - 1}
                onChange={(next) => setRules(set.rules.map((one, other) => (other === at ? next : one)))}
                onMove={(by) => setRules(moved(set.rules, at, by))}
                onRemove={() => setRules(set.rules.filter((_, other) => other !== at))}
                errorOf={(path) => document.fieldError(`sets.${index}.rules.${at}.${path}`)}
              />
            ))}
            {set.rules.length === 0 && <p className={c.quiet}>Without a rule no call makes a promise.</p>}
          </SettingsCard>
        )}
      </SectionFrame>
      <EditBar document={document} saveLabel="Save rules" />
    </>
  )
}
