import type { Permission } from '@/api/session'
import { loadExports } from '@/features/exports/activity'
import { loadImports } from '@/features/settings/imports/activity'
import { loadBulkJobs } from './bulkJobs'
import type { ActivityItem } from './item'

/** A kind of long work that the activity list shows. */
export interface ActivitySource {
  /** Part of the key of the cache: `keys.activity.source(name)`. */
  name: string
  /** Who may have such work. */
  permission: Permission
  /** The newest of the signed-in member. */
  load: (member: string) => Promise<ActivityItem[]>
}

/** One entry for each kind of long work. */
export const ACTIVITY_SOURCES: readonly ActivitySource[] = [
  { name: 'bulk', permission: 'work_calls', load: loadBulkJobs },
  { name: 'exports', permission: 'export', load: loadExports },
  { name: 'imports', permission: 'import', load: loadImports },
]
