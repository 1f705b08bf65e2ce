import type {
  ConsentAuthor,
  ConsentChange,
  ConsentVia,
  ContactChannel,
  ContactPurpose,
  DoNotContactReason,
  LiftedBy,
} from '@/api/types'
import { humanise } from '@/lib/words'

export const CHANNEL: Record<ContactChannel, string> = { call: 'Calls', text: 'Texts', email: 'E-mail' }

export const PURPOSE: Record<ContactPurpose, string> = {
  reply: 'answers',
  service: 'visits and invoices',
  reminder: 'reminders',
  survey: 'surveys',
  marketing: 'offers',
  opt_out_confirmation: 'confirmations',
  help: 'help',
}

export const VIA: Record<ConsentVia, string> = {
  call: 'On the telephone',
  text: 'By text',
  email: 'By e-mail',
  form: 'On a form',
  portal: 'In the portal',
  in_person: 'In person',
  paper: 'On paper',
  carrier: 'Through the carrier',
  import: 'From a list',
  merge: 'Under another record',
}

/** Ways that a person writes down; the others come by themselves. */
export const VIA_BY_HAND: readonly ConsentVia[] = ['call', 'text', 'email', 'form', 'in_person', 'paper']

export const CHANGE: Record<ConsentChange, string> = {
  granted: 'Agreed',
  granted_in_writing: 'Agreed in writing',
  revoked: 'Withdrew consent',
  revocation_proposed: 'May have withdrawn consent',
  revocation_dismissed: 'Was no withdrawal',
}

export const REASON: Record<DoNotContactReason, string> = {
  asked: 'Asked not to be contacted',
  wrong_person: 'The number is somebody else’s',
  company: 'The company decided',
}

const LIFTS: Record<LiftedBy, string> = {
  nobody: 'Nobody can lift it',
  customer: 'The customer can, by agreeing anew',
  owner: 'An owner can, with a reason',
  admin: 'An admin can, with a reason',
  dispatcher: 'You can, with a reason',
  wait: 'Only time lifts it',
}

export function liftedBy(who: LiftedBy): string {
  return LIFTS[who]
}

/** Who wrote something down, as a name. */
export function authorName({ kind, name }: ConsentAuthor): string {
  if (kind === 'system')
    return name === 'carried_over' ? 'carried over' : `Callboard, ${humanise(name).toLowerCase()}`
  return name || 'a former member'
}

/** "answers, reminders"; nothing named is everything. */
export function purposes(some: readonly ContactPurpose[] | undefined): string {
  return some ? some.map((one) => PURPOSE[one]).join(', ') : 'everything'
}

export function channels(some: readonly ContactChannel[] | undefined): string {
  return some ? some.map((one) => CHANNEL[one]).join(', ') : 'every channel'
}
