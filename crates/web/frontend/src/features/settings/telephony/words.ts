import type { TextingState } from '@/api/types'
import type { Tone } from '@/lib/tone'
import { humanise } from '@/lib/words'

/** Whether a line may send texts, as people read it. */
export const TEXTING: Record<TextingState, { label: string; tone: Tone }> = {
  unregistered: { label: 'Not registered', tone: 'mute' },
  pending: { label: 'Registration pending', tone: 'warn' },
  registered: { label: 'May text', tone: 'ok' },
}

export const TEXTING_OPTIONS = (Object.keys(TEXTING) as TextingState[]).map((value) => ({
  value,
  label: TEXTING[value].label,
}))

interface ProviderWords {
  title: string
  text: string
  state: string
  tone: Tone
}

/** The telephone company in words. */
export function providerWords(provider: string | undefined): ProviderWords {
  switch (provider) {
    case undefined:
      return {
        title: 'No telephone company',
        text:
          'Nobody can be called yet. Whoever runs the server sets CALLBOARD_TWILIO_ACCOUNT_SID, _AUTH_TOKEN, _API_KEY_SID ' +
          'and _API_KEY_SECRET, and starts it anew.',
        state: 'Not set up',
        tone: 'warn',
      }
    case 'simulator':
      return {
        title: 'The pretend company of the demo',
        text: 'Its callers are made up, and nobody is really called. Everything else works as with a real one.',
        state: 'Connected',
        tone: 'info',
      }
    case 'twilio':
      return {
        title: 'Twilio',
        text: 'Carries the calls and texts of this workspace. Each line must be a number of its account.',
        state: 'Connected',
        tone: 'ok',
      }
    default:
      return {
        title: humanise(provider),
        text: 'Carries the calls of this workspace.',
        state: 'Connected',
        tone: 'ok',
      }
  }
}
