import { queryOptions } from '@tanstack/react-query'
import { api, dataOf } from '@/api/client'
import { keys } from '@/api/keys'

export const contactSettingsQuery = queryOptions({
  queryKey: keys.settings.section('contact'),
  queryFn: () => dataOf(api.GET('/settings/contact')),
})
