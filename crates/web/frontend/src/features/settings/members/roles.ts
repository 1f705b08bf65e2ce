import type { Member } from '@/api/types'

export type Role = Member['role']

/** What each role is for, lowest first, in the words of the forms. */
export const ROLES: readonly { value: Role; label: string; text: string }[] = [
  { value: 'viewer', label: 'Viewer', text: 'Reads calls, follow-ups and customers' },
  { value: 'tech', label: 'Technician', text: 'Sees own calls and follow-ups' },
  { value: 'dispatcher', label: 'Dispatcher', text: 'Works all calls' },
  { value: 'admin', label: 'Admin', text: 'Also supervises and changes settings' },
  { value: 'owner', label: 'Owner', text: 'May do everything' },
]

/** The roles that somebody may give; owners are made by owners only. */
export function grantable(mayOwners: boolean): { value: Role; label: string }[] {
  return ROLES.filter((role) => mayOwners || role.value !== 'owner').map(({ value, label }) => ({
    value,
    label,
  }))
}
