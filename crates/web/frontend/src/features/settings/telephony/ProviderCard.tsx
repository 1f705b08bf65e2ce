import { useQuery } from '@tanstack/react-query'
import { useCan } from '@/api/session'
import { stationQuery } from '@/features/phone/queries'
import { StatusDot } from '@/ui/StatusDot'
import { Loaded } from '../Loaded'
import { SettingsCard } from '../SectionFrame'
import { HookAddresses } from './HookAddresses'
import { providerWords } from './words'

/** Which telephone company carries the calls, and what to do where there is none. */
export function ProviderCard() {
  const query = useQuery(stationQuery)
  const mayEdit = useCan('manage_settings')
  return (
    <Loaded query={query}>
      {({ provider }) => {
        const { title, text, tone, state } = providerWords(provider)
        return (
          <SettingsCard title={title} text={text} aside={<StatusDot tone={tone}>{state}</StatusDot>}>
            {provider === 'twilio' && mayEdit && <HookAddresses />}
          </SettingsCard>
        )
      }}
    </Loaded>
  )
}
