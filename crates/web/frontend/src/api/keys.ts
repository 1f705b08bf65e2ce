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
    views: ['calls', 'views'] as const,
    viewCounts: ['calls', 'view-counts'] as const,
    tags: (prefix: string) => ['calls', 'tags', prefix] as const,
    detail: (id: string) => ['calls', 'detail', id] as const,
    history: (id: string) => ['calls', 'history', id] as const,
    audit: (id: string) => ['calls', 'audit', id] as const,
    media: (id: string) => ['calls', 'media', id] as const,
    recording: (id: string) => ['calls', 'media', id, 'recording'] as const,
    transcript: (id: string) => ['calls', 'media', id, 'transcript'] as const,
    attachments: (id: string) => ['calls', 'media', id, 'attachments'] as const,
    said: (text: string) => ['calls', 'said', text] as const,
    ringing: ['calls', 'ringing'] as const,
  },
  /** Long work: running and recent. */
  activity: {
    all: ['activity'] as const,
    source: (name: string) => ['activity', 'source', name] as const,
    job: (id: string) => ['activity', 'job', id] as const,
    rows: (id: string, result: string) => ['activity', 'job', id, 'rows', result] as const,
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
  texts: {
    all: ['texts'] as const,
    conversations: ['texts', 'conversations'] as const,
    list: (query: object) => ['texts', 'conversations', 'list', query] as const,
    counts: ['texts', 'conversations', 'counts'] as const,
    conversation: (id: string) => ['texts', 'conversations', 'one', id] as const,
    messages: (id: string) => ['texts', 'conversations', 'messages', id] as const,
    preview: (asked: object) => ['texts', 'preview', asked] as const,
  },
  customers: {
    all: ['customers'] as const,
    list: (query: object) => ['customers', 'list', query] as const,
    detail: (id: string) => ['customers', 'detail', id] as const,
    timeline: (id: string) => ['customers', 'timeline', id] as const,
  },
  consent: {
    all: ['consent'] as const,
    call: (id: string) => ['consent', 'call', id] as const,
    permission: (party: object, channel: string) => ['consent', 'permission', party, channel] as const,
    overview: (party: object) => ['consent', 'overview', party] as const,
    ledger: (party: object) => ['consent', 'ledger', party] as const,
    marks: (search: string, lifted: boolean) => ['consent', 'marks', search, lifted] as const,
    blocked: ['consent', 'blocked'] as const,
    reports: ['consent', 'report'] as const,
    report: (kind: string, period: object) => ['consent', 'report', kind, period] as const,
  },
  exports: {
    all: ['exports'] as const,
    list: ['exports', 'list'] as const,
    detail: (id: string) => ['exports', 'detail', id] as const,
  },
  settings: {
    all: ['settings'] as const,
    section: (section: string) => ['settings', section] as const,
  },
  reports: {
    all: ['reports'] as const,
    part: (part: string, query: object) => ['reports', part, query] as const,
  },
  wallboard: ['wallboard'] as const,
  /** Calls that go on, with who is in them. */
  rooms: {
    all: ['rooms'] as const,
    room: (callId: string) => ['rooms', 'room', callId] as const,
    invitations: ['rooms', 'invitations'] as const,
    colleagues: ['rooms', 'colleagues'] as const,
  },
  phone: { station: ['phone', 'station'] as const, unknown: ['phone', 'unknown'] as const },
  imports: {
    all: ['imports'] as const,
    list: ['imports', 'list'] as const,
    detail: (id: string) => ['imports', 'detail', id] as const,
  },
  audit: (query: object) => ['audit', query] as const,
}
