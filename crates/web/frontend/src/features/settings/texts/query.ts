import { queryOptions } from '@tanstack/react-query'
import { api, dataOf } from '@/api/client'
import { keys } from '@/api/keys'

export const textSettingsQuery = queryOptions({
  queryKey: keys.settings.section('texts'),
  queryFn: () => dataOf(api.GET('/settings/texts')),
})
