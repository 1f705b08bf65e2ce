/**
 * The sounds of a telephone, made here: there is no file to load. A browser that has not been touched yet stays
 * silent, and what is shown must do.
 */
const RING_HZ = [440, 480]
const RING_ON_S = 1.2
/** From one ring to the next, in milliseconds. */
const RING_EVERY_MS = 3000
const LOUDNESS = 0.05
const DIGIT_S = 0.14

/** The two frequencies of each key, as networks understand them. */
const KEYS: Record<string, readonly [number, number]> = {
  '1': [697, 1209],
  '2': [697, 1336],
  '3': [697, 1477],
  '4': [770, 1209],
  '5': [770, 1336],
  '6': [770, 1477],
  '7': [852, 1209],
  '8': [852, 1336],
  '9': [852, 1477],
  '*': [941, 1209],
  '0': [941, 1336],
  '#': [941, 1477],
}

let context: AudioContext | undefined

function sound(frequencies: readonly number[], seconds: number): void {
  if (!('AudioContext' in window)) return
  context ??= new AudioContext()
  // Refused before the first click or key; the next sound tries again.
  void context.resume().catch(() => undefined)
  if (context.state === 'closed') return
  const gain = context.createGain()
  const from = context.currentTime
  // Rises and falls, because a tone that is cut off clicks.
  gain.gain.setValueAtTime(0, from)
  gain.gain.linearRampToValueAtTime(LOUDNESS, from + 0.02)
  gain.gain.setValueAtTime(LOUDNESS, from + seconds - 0.04)
  gain.gain.linearRampToValueAtTime(0, from + seconds)
  gain.connect(context.destination)
  for (const frequency of frequencies) {
    const tone = context.createOscillator()
    tone.frequency.value = frequency
    tone.connect(gain)
    tone.start(from)
    tone.stop(from + seconds)
  }
}

/** Rings until what is returned is called. */
export function startRinging(): () => void {
  sound(RING_HZ, RING_ON_S)
  const timer = setInterval(() => sound(RING_HZ, RING_ON_S), RING_EVERY_MS)
  return () => clearInterval(timer)
}

/** The tone of a key. */
export function playDigit(digit: string): void {
  const pair = KEYS[digit]
  if (pair) sound(pair, DIGIT_S)
}
