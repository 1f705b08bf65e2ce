/** Somebody who rings: the entry in the log, and the number by which a telephone company knows the same call. */
export interface RingingCaller {
  id: string
  number: string | undefined
}

/** A running call into which I am rung. */
export interface JoinedCall {
  /** The entry in the log. */
  callId: string
  /** Our line, which is what the leg that rings me shows as its number. */
  number: string | undefined
}

/** What the browser as a telephone tells of itself. */
export interface DeviceEvents {
  /** Sound goes both ways. */
  connected: () => void
  /** The connection is over, whoever ended it. */
  ended: () => void
  /** Something does not work, in words for people: no microphone, no connection. */
  failed: (words: string) => void
}

export interface AudioChoice {
  value: string
  label: string
}

/** Microphones and loudspeakers to choose from. */
export interface DeviceAudio {
  inputs: () => AudioChoice[]
  outputs: () => AudioChoice[]
  useInput: (id: string) => Promise<void>
  useOutput: (id: string) => Promise<void>
}

/** The browser as a telephone. There is one call at a time. */
export interface PhoneDevice {
  /** Makes it ring; nothing when it does already. */
  connect: () => Promise<void>
  disconnect: () => void
  answer: (caller: RingingCaller) => Promise<void>
  /** Goes into a running call to which I am rung. */
  join: (call: JoinedCall) => Promise<void>
  /** Says that I placed a call; the leg that rings me for it is taken by itself. */
  expect: (callSid: string) => void
  /** Ends the call at hand; `callId` is its entry in the log, where it has one. */
  hangUp: (callId?: string) => Promise<void>
  mute: (on: boolean) => void
  sendDigits: (digits: string) => void
  /** Absent where nothing can be chosen. */
  audio: DeviceAudio | undefined
}
