/**
 * Types of the HTTP API. Replaced by `npm run generate` from the server's own document; features import names
 * from ./types, never from here.
 */
type Json<T> = { headers: { [name: string]: unknown }; content: { 'application/json': T } }
type Empty = { headers: { [name: string]: unknown }; content?: never }
type Ok<T> = [T] extends [never] ? { 204: Empty } : { 200: Json<T> }
type Params<Q, P> = {
  query?: Q
  header?: { 'If-Match'?: string; 'Idempotency-Key'?: string }
  path: P
  cookie?: never
}
type NoPath = { query?: never; header?: { 'If-Match'?: string; 'Idempotency-Key'?: string }; path?: never; cookie?: never }
type Read<R, Q = never, P = NoPath> = {
  parameters: P extends NoPath ? { query?: Q; header?: never; path?: never; cookie?: never } : Params<Q, P>
  requestBody?: never
  responses: Ok<R>
}
type Write<R, B = never, P = NoPath> = {
  parameters: P extends NoPath ? NoPath : Params<never, P>
  requestBody: [B] extends [never] ? undefined : { content: { 'application/json': B } }
  responses: Ok<R>
}
type Bare<R, P = NoPath> = {
  parameters: P extends NoPath ? NoPath : Params<never, P>
  requestBody?: never
  responses: Ok<R>
}
type ById = { id: string }
type S = components['schemas']

export interface paths {
  '/auth/sign-in': { post: Write<S['Me'], S['SignIn']> }
  '/auth/sign-out': { post: Bare<never> }
  '/auth/me': { get: Read<S['Me']> }
  '/auth/sessions': { get: Read<{ data: S['Session'][] }> }
  '/auth/sessions/{id}': { delete: Bare<never, ById> }
  '/auth/password': { post: Write<never, { current_password: string; new_password: string }> }
  '/auth/reset/{token}': { get: Read<{ email_hint: string; expires_at: string }, never, { token: string }> }
  '/auth/reset': { post: Write<never, { token: string; new_password: string }> }
  '/members': {
    get: Read<{ data: S['Member'][] }, { include_inactive?: boolean }>
    post: Write<{ member: S['Member']; reset_link: string }, { name: string; email: string; role: string }>
  }
  '/members/{id}': { patch: Write<S['Member'], { name?: string; role?: string; active?: boolean }, ById> }
  '/members/{id}/reset-link': { post: Bare<{ reset_link: string; expires_at: string }, ById> }
  '/api-keys': {
    get: Read<{ data: S['ApiKey'][] }>
    post: Write<{ api_key: S['ApiKey']; key: string }, { name: string; role: string }>
  }
  '/api-keys/{id}': { delete: Bare<never, ById> }
  '/settings/workspace': { get: Read<S['Workspace']>; patch: Write<S['Workspace'], Partial<S['Workspace']>> }
  '/settings/business-hours': { get: Read<S['BusinessHours']>; post: Write<S['BusinessHours'], S['BusinessHours']> }
  '/settings/sla-rules': { get: Read<S['SlaRules']>; post: Write<S['SlaRules'], S['SlaRules']> }
  '/settings/disposition-rules': {
    get: Read<S['DispositionCatalogue']>
    post: Write<S['DispositionCatalogue'], S['DispositionCatalogue']>
  }
  '/calls': { get: Read<S['CallPage'], S['CallQuery']> }
  '/calls/count': { get: Read<{ total: number }, S['CallQuery']> }
  '/calls/metrics': { get: Read<S['CallMetrics'], S['CallQuery']> }
  '/calls/tags': { get: Read<{ data: string[] }, { prefix?: string }> }
  '/calls/queue/triage': { get: Read<S['TriageQueue'], { cursor?: string; limit?: number }> }
  '/calls/queue/triage/claim-next': { post: Write<S['TriageClaim'], { skip?: string[]; skip_reason?: string }> }
  '/calls/{id}/claim': {
    post: Write<{ call: S['CallDetail']; claimed_until: string }, { take_over?: boolean }, ById>
    delete: Bare<never, ById>
  }
  '/calls/{id}': {
    get: Read<{ call: S['CallDetail'] }, never, ById>
    patch: Write<{ call: S['CallDetail'] }, S['CallPatch'], ById>
  }
  '/calls/{id}/outcome': {
    post: Write<{ call: S['CallDetail']; undo_until?: string }, S['OutcomeRequest'], ById>
  }
  '/calls/{id}/outcome/undo': { post: Bare<{ call: S['CallDetail'] }, ById> }
  '/calls/{id}/outcome/waive': { post: Write<{ call: S['CallDetail'] }, { reason: string }, ById> }
  '/calls/{id}/tags': {
    patch: Write<{ call: S['CallDetail'] }, { tags?: string[]; notes?: string; disposition?: string }, ById>
  }
  '/calls/{id}/link-contact': {
    post: Write<{ call: S['CallDetail'] }, { contact_id?: string; name?: string; email?: string }, ById>
    delete: Bare<{ call: S['CallDetail'] }, ById>
  }
  '/calls/{id}/new-contact': {
    post: Write<{ call: S['CallDetail']; contact: S['CustomerDetail'] }, { name: string; email?: string }, ById>
  }
  '/calls/{id}/followups': {
    get: Read<{ data: S['FollowUpRow'][] }, never, ById>
    post: Write<S['FollowUpAnswer'], S['NewFollowUp'], ById>
  }
  '/calls/{id}/history': { get: Read<{ data: S['CallRow'][] }, never, ById> }
  '/audit/calls/{id}': { get: Read<S['AuditPage'], { cursor?: string }, ById> }
  '/audit': {
    get: Read<
      S['AuditPage'],
      {
        actor?: string
        action?: string[]
        target_kind?: string[]
        target_id?: string
        from?: string
        to?: string
        cursor?: string
        limit?: number
      }
    >
  }
  '/followups': {
    get: Read<S['FollowUpPage'], S['FollowUpQuery']>
    post: Write<S['FollowUpAnswer'], S['NewFollowUp'] & { call_id?: string; contact_id?: string }>
  }
  '/followups/{id}': {
    get: Read<S['FollowUpAnswer'], never, ById>
    patch: Write<S['FollowUpAnswer'], S['FollowUpPatch'], ById>
    delete: Bare<{ success: boolean }, ById>
  }
  '/followups/{id}/pause': {
    post: Write<S['FollowUpAnswer'], { reason: string; until?: string; note?: string }, ById>
  }
  '/followups/{id}/resume': { post: Bare<S['FollowUpAnswer'], ById> }
  '/notifications/follow-ups': { get: Read<S['FollowUpCounts']> }
  '/notifications': { get: Read<S['NotificationPage'], { unread?: boolean; cursor?: string; limit?: number }> }
  '/notifications/read': { post: Write<never, { ids?: string[] }> }
  '/customers': {
    get: Read<
      S['CustomerPage'],
      {
        search?: string
        status?: string[]
        lead_source?: string[]
        dnc?: boolean
        sort?: string
        cursor?: string
        limit?: number
        with_total?: boolean
      }
    >
    post: Write<S['CustomerDetail'], S['CustomerPatch']>
  }
  '/customers/{id}': {
    get: Read<S['CustomerDetail'], never, ById>
    patch: Write<S['CustomerDetail'], S['CustomerPatch'], ById>
  }
  '/customers/{id}/timeline': { get: Read<S['TimelinePage'], { cursor?: string; limit?: number }, ById> }
  '/customers/{id}/interactions': {
    post: Write<S['Interaction'], { type: string; direction: string; subject?: string; notes?: string }, ById>
  }
  '/simulator': { get: Read<S['Simulator']>; put: Write<S['Simulator'], S['Simulator']> }
}

export interface components {
  schemas: {
    SignIn: { email: string; password: string; workspace_id?: string }
    Me: {
      member: { id: string; name: string; email: string; role: string }
      workspace: S['Workspace']
      permissions: string[]
      api_key?: boolean
    }
    Workspace: { id: string; name: string; time_zone: string; currency: string; region: string; demo: boolean }
    Session: { id: string; created_at: string; last_seen_at: string; user_agent: string; current: boolean }
    Member: { id: string; name: string; role: string; active: boolean; email?: string }
    ApiKey: {
      id: string
      name: string
      role: string
      prefix: string
      created_at: string
      last_used_at?: string
      revoked_at?: string
    }
    TimeBlock: { open: string; close: string }
    BusinessHours: {
      time_zone: string
      weekly: { [day: string]: S['TimeBlock'][] }
      exceptions: { date: string; name: string; blocks: S['TimeBlock'][] }[]
      holidays: { date?: string; rule?: string; name: string; enabled: boolean }[]
      version: number
    }
    SlaRule: {
      key: string
      name: string
      when: {
        direction?: string
        status?: string[]
        disposition?: string[]
        intent?: string[]
        known_customer?: boolean
        min_emergency_score?: number
        after_hours?: boolean
      }
      kind: string
      target_minutes: number
      calendar: 'business' | 'always'
      priority: string
      warn_percent: number
    }
    SlaRules: {
      active_set: 'standard' | 'speed_to_lead'
      sets: { key: string; name: string; rules: S['SlaRule'][] }[]
      version: number
    }
    Disposition: {
      key: string
      label: string
      class: 'won' | 'open' | 'lost' | 'service' | 'not_a_lead' | 'suppress'
      requires_note: boolean
      requires_follow_up: boolean
      follow_up_minutes?: number
      clears_value: boolean
      marks_do_not_contact: boolean
      directions: string[]
      purposes: string[]
      position: number
      active: boolean
      side_effects: string[]
    }
    DispositionCatalogue: { data: S['Disposition'][]; version: number }
    CallQuery: {
      from?: string
      to?: string
      direction?: string[]
      status?: string[]
      purpose?: string[]
      intent?: string[]
      disposition?: string[]
      disposition_class?: string[]
      agent_type?: string[]
      agent_id?: string[]
      value_min?: number
      value_max?: number
      duration_min?: number
      duration_max?: number
      has_job?: boolean
      has_recording?: boolean
      has_transcript?: boolean
      dnc?: boolean
      tag?: string[]
      number_id?: string
      source?: string[]
      lead_source?: string[]
      queue_status?: string[]
      outcome_required?: boolean
      after_hours?: boolean
      contact_id?: string
      has_contact?: boolean
      promise?: string[]
      search?: string
      triage_mode?: boolean
      sort?: string
      cursor?: string
      limit?: number
      with_total?: boolean
    }
    PersonRef: { id: string; name: string }
    CallPromise: {
      follow_up_id: string
      type: S['FollowUpKind']
      due_at: string
      paused: boolean
      breached: boolean
      assigned_to?: string
    }
    CallClaim: { by: S['PersonRef']; until: string }
    CallRow: {
      id: string
      version: number
      direction: 'in' | 'out'
      purpose: string
      source: 'phone' | 'web_callback' | 'manual' | 'transfer'
      lead_source: 'google_maps' | 'website' | 'referral' | 'ad' | 'unknown'
      status: 'scheduled' | 'ready' | 'queued' | 'ringing' | 'in_progress' | 'completed' | 'failed' | 'missed'
      from_e164?: string
      to_e164?: string
      started_at: string
      answered_at?: string
      ended_at?: string
      duration_s: number
      agent_type: 'ai' | 'human'
      agent?: S['PersonRef']
      contact?: S['PersonRef']
      caller_name: string
      intent?: 'emergency' | 'routine' | 'quote' | 'faq' | 'billing' | 'spam'
      disposition?: string
      outcome_required: boolean
      outcome_at?: string
      outcome_due_at?: string
      queue_status: 'none' | 'followup' | 'triage'
      value_est_cents?: number
      emergency_score: number
      spam_score: number
      tags: string[]
      note_start: string
      do_not_contact: boolean
      has_recording: boolean
      has_transcript: boolean
      job_id?: string
      escalation_status: 'none' | 'queued' | 'sent' | 'acked'
      after_hours: boolean
      incident_call_id?: string
      promise?: S['CallPromise']
      claim?: S['CallClaim']
    }
    Consent: { recording?: boolean; sms_opt_in?: boolean; last_updated?: string }
    TranscriptSegment: { id: string; speaker: string; text: string; at_s: number; confidence?: number }
    ContactCard: {
      id: string
      name: string
      status: string
      phones: S['CustomerPhone'][]
      email?: string
      do_not_contact: boolean
      preferred_channel?: string
      open_follow_ups: number
      calls_total: number
      last_seen_at?: string
    }
    CallDetail: S['CallRow'] & {
      notes: string
      consent: S['Consent']
      attachments: { id: string; name: string; size_bytes: number; content_type: string }[]
      carrier_info: { carrier?: string; line_type: string }
      recording_url?: string
      transcript?: { segments: S['TranscriptSegment'][] }
      spam_reason?: string
      follow_ups: S['FollowUpRow'][]
      contact_card?: S['ContactCard']
      undo_until?: string
      created_at: string
      updated_at: string
    }
    CallPatch: {
      disposition?: string
      notes?: string
      follow_up?: S['OutcomeFollowUp']
      value_est_cents?: number | null
      tags?: string[]
      lead_source?: string
      intent?: string
      consent?: S['Consent']
    }
    OutcomeFollowUp: { type: string; due_at?: string; assigned_to?: string; priority?: string; note?: string }
    OutcomeRequest: {
      disposition: string
      notes?: string
      follow_up?: S['OutcomeFollowUp']
      value_est_cents?: number
      spam_reason?: string
    }
    CallPage: { data: S['CallRow'][]; next_cursor?: string; has_more: boolean; total?: number }
    CallMetrics: { total: number; answered_percent?: number; overdue: number; booked: number }
    TriageQueue: {
      queued_calls: number
      overdue: number
      emergency: number
      claimed: number
      oldest_started_at?: string
      priorities: { call: S['CallRow']; reason: string }[]
      next_cursor?: string
      has_more: boolean
    }
    TriageClaim: {
      call: S['CallDetail']
      reason: string
      position: number
      queued_calls: number
      claimed_until: string
    }
    FollowUpKind: 'callback' | 'sms' | 'email' | 'task'
    Priority: 'low' | 'normal' | 'high' | 'urgent'
    FollowUpSla: {
      status: 'ok' | 'warning' | 'critical' | 'overdue' | 'paused' | 'met' | 'met_late'
      started_at: string
      target_s?: number
      paused_s: number
      rule?: { key: string; name: string; version: number }
      pause?: { reason: string; since: string; note?: string }
      arithmetic: { from: string; to: string; counted_s: number }[]
      fired: { level: string; at: string }[]
      met_at?: string
    }
    FollowUpRow: {
      id: string
      version: number
      call_id?: string
      contact?: S['PersonRef']
      subject: string
      phone_e164?: string
      type: S['FollowUpKind']
      status: 'open' | 'done'
      priority: S['Priority']
      due_at: string
      assigned_to?: S['PersonRef']
      note: string
      automatic: boolean
      completed_at?: string
      completed_by?: S['PersonRef']
      created_at: string
      sla: S['FollowUpSla']
    }
    FollowUpAnswer: { success: boolean; follow_up_task: S['FollowUpRow'] }
    NewFollowUp: { type: string; due_at: string; assigned_to?: string; priority?: string; note?: string }
    FollowUpPatch: {
      status?: 'open' | 'done'
      due_at?: string
      assigned_to?: string | null
      priority?: string
      note?: string
      type?: string
    }
    FollowUpQuery: {
      from?: string
      to?: string
      status?: string[]
      type?: string[]
      priority?: string[]
      assigned_to?: string
      call_id?: string
      contact_id?: string
      overdue?: boolean
      due_soon?: boolean
      search?: string
      cursor?: string
      limit?: number
      with_total?: boolean
    }
    FollowUpPage: { data: S['FollowUpRow'][]; next_cursor?: string; has_more: boolean; total?: number }
    FollowUpCounts: {
      overdue_count: number
      due_soon_count: number
      mine_overdue: number
      mine_due_soon: number
      triage_count: number
    }
    Notification: {
      id: string
      kind: string
      text: string
      follow_up_id?: string
      call_id?: string
      created_at: string
      read_at?: string
    }
    NotificationPage: { data: S['Notification'][]; unread: number; next_cursor?: string; has_more: boolean }
    CustomerPhone: { number: string; label?: string; primary: boolean }
    CustomerRow: {
      id: string
      version: number
      name: string
      company?: string
      kind: string
      status: string
      lead_source?: string
      phones: S['CustomerPhone'][]
      email?: string
      city?: string
      state?: string
      do_not_contact: boolean
      last_seen_at?: string
      calls_count: number
      open_follow_ups: number
    }
    CustomerAddress: {
      street?: string
      street2?: string
      city?: string
      state?: string
      postal_code?: string
      country?: string
    }
    CustomerDetail: S['CustomerRow'] & {
      address?: S['CustomerAddress']
      notes: string
      preferred_channel?: string
      time_windows: { day: string; start: string; end: string }[]
      emails: string[]
      converted_at?: string
      churned_at?: string
      created_at: string
    }
    CustomerPatch: {
      name?: string
      company?: string
      kind?: string
      status?: string
      lead_source?: string
      phones?: S['CustomerPhone'][]
      emails?: string[]
      address?: S['CustomerAddress']
      notes?: string
      do_not_contact?: boolean
      preferred_channel?: string
      time_windows?: { day: string; start: string; end: string }[]
    }
    CustomerPage: { data: S['CustomerRow'][]; next_cursor?: string; has_more: boolean; total?: number }
    Interaction: {
      id: string
      type: string
      direction: string
      subject?: string
      notes?: string
      at: string
      by?: S['PersonRef']
      call_id?: string
      follow_up_id?: string
      duration_s?: number
      outcome?: string
    }
    TimelinePage: { data: S['Interaction'][]; next_cursor?: string; has_more: boolean }
    AuditEntry: {
      seq: number
      at: string
      actor: { kind: string; id?: string; name: string }
      action: string
      target_kind: string
      target_id: string
      before?: unknown
      after?: unknown
      note?: string
      hash: string
    }
    AuditPage: { data: S['AuditEntry'][]; next_cursor?: string; has_more: boolean }
    Simulator: { running: boolean; calls_per_minute: number; storm: boolean }
  }
}
