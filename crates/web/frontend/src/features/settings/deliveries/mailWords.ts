const WHOLE: Record<string, string> = {
  'too old to be of use': 'It waited for three days, and is of no use any more',
  'its sender did not come back': 'The server stopped while it was being sent',
  'no answer to the text': 'The mail server did not say whether it took it',
  'no answer': 'The mail server did not answer',
  'the server takes no such address': 'The mail server cannot take an address with such letters',
  'the address is no address': 'The address of the member is no e-mail address',
  'the message id is none': 'The mail could not be put together',
  'the mail cannot be written': 'The mail could not be put together',
  'the file: writing broke off': 'Writing it into a file broke off',
}

const STAGES: Record<string, string> = {
  connect: 'The mail server could not be reached',
  tls: 'The mail server could not be reached safely',
  starttls: 'The mail server could not be reached safely',
  'sign-in': 'The mail server did not let us sign in',
  sender: 'The mail server does not take our sender’s address',
  recipient: 'The mail server does not take this member’s address',
  data: 'The mail server refused it',
  text: 'The mail server refused it',
  'the file': 'It could not be written into a file',
}

/** Three days: what a mail tells is of no use after that, and it is not sent any more. */
const STALE_MS = 3 * 24 * 3600 * 1000

/** Why a mail did not go out, for people: the server says "stage: code", or a few words. */
export function mailReason(error: string | undefined): string {
  if (!error) return 'No reason was kept'
  const whole = WHOLE[error]
  if (whole) return whole
  const [stage = '', told = ''] = error.split(': ', 2)
  // After the text only a code is a refusal; anything else says nothing about the mail.
  if (stage === 'text' && !/^\d/.test(told)) return 'The mail server did not say whether it took it'
  return STAGES[stage] ?? error
}

/** Whether a mail was written too long ago to be sent again. */
export function isTooOld(createdAt: string, now: number): boolean {
  return now - Date.parse(createdAt) > STALE_MS
}
