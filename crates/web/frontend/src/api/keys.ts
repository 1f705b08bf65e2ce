/**
 * Keys of the query cache, in one place: live updates must find what pages have loaded. The first part is the
 * domain, so that `{ queryKey: keys.calls.all }` reaches every list, count and detail of it.
 */
export const keys = {
  me: ['me'] as const,
  sessions: ['me', 'sessions'] as const,
  members: ['members'] as const,
  simulator: ['simulator'] as const,
  calls: {
    all: ['calls'] as const,
    lists: ['calls', 'list'] as const,
    list: (query: object) => ['calls', 'list', query] as const,
    counts: ['calls', 'count'] as const,
    count: (query: object) => ['calls', 'count', query] as const,
    metrics: (query: object) => ['calls', 'metrics', query] as const,
    tags: (prefix: string) => ['calls', 'tags', prefix] as const,
    detail: (id: string) => ['calls', 'detail', id] as const,
    history: (id: string) => ['calls', 'history', id] as const,
    audit: (id: string) => ['calls', 'audit', id] as const,
  },
  triage: { all: ['triage'] as const, queue: ['triage', 'queue'] as const },
  followUps: {
    all: ['follow-ups'] as const,
    list: (query: object) => ['follow-ups', 'list', query] as const,
    detail: (id: string) => ['follow-ups', 'detail', id] as const,
  },
  notifications: {
    all: ['notifications'] as const,
    counts: ['notifications', 'counts'] as const,
    list: ['notifications', 'list'] as const,
  },
  customers: {
    all: ['customers'] as const,
    list: (query: object) => ['customers', 'list', query] as const,
    detail: (id: string) => ['customers', 'detail', id] as const,
    timeline: (id: string) => ['customers', 'timeline', id] as const,
  },
  settings: {
    all: ['settings'] as const,
    section: (section: string) => ['settings', section] as const,
  },
  audit: (query: object) => ['audit', query] as const,
}
