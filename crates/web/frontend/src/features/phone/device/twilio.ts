import { type Call, Device, type TwilioError } from '@twilio/voice-sdk'
import { api, dataOf } from '@/api/client'
import { messageOf } from '@/api/problem'
import type { AudioChoice, DeviceAudio, DeviceEvents, JoinedCall, PhoneDevice, RingingCaller } from './device'

/** How long before its end a key is replaced. */
const RENEW_MS = 60_000
/** How long the leg of an answered call may come after the log has shown it, and how often it is looked for. */
const LEG_PATIENCE_MS = 4000
const LEG_LOOK_MS = 200

/** A browser that is a telephone of Twilio. */
export function twilioDevice(events: DeviceEvents): PhoneDevice {
  return new TwilioPhone(events)
}

class TwilioPhone implements PhoneDevice {
  private device: Device | undefined
  private connecting: Promise<void> | undefined
  private readonly ringing = new Set<Call>()
  private readonly expected = new Set<string>()
  private current: Call | undefined

  constructor(private readonly events: DeviceEvents) {}

  connect = (): Promise<void> => {
    this.connecting ??= this.open().catch((error: unknown) => {
      this.disconnect()
      throw error
    })
    return this.connecting
  }

  disconnect = (): void => {
    this.device?.destroy()
    this.device = undefined
    this.connecting = undefined
    this.ringing.clear()
    this.current = undefined
  }

  private async open(): Promise<void> {
    const device = new Device(await freshToken(), {
      appName: 'callboard',
      closeProtection: 'You are on a call. It ends when this page is closed.',
      // Good sound over bad lines first.
      codecPreferences: ['opus', 'pcmu'] as Call.Codec[],
      disableAudioContextSounds: true,
      logLevel: 'silent',
      tokenRefreshMs: RENEW_MS,
    })
    this.device = device
    device.on('incoming', this.hear)
    device.on('tokenWillExpire', () => void this.renew(device))
    device.on('error', (error: TwilioError.TwilioError) => this.events.failed(error.message))
    // The dock rings and beeps itself, by the member's own settings.
    device.audio?.incoming(false)
    device.audio?.outgoing(false)
    device.audio?.disconnect(false)
    await device.register()
  }

  private async renew(device: Device): Promise<void> {
    try {
      device.updateToken(await freshToken())
    } catch (error) {
      this.events.failed(`The telephone could not be kept signed in: ${messageOf(error)}`)
    }
  }

  private readonly hear = (leg: Call): void => {
    this.ringing.add(leg)
    const gone = () => this.ringing.delete(leg)
    leg.on('cancel', gone)
    leg.on('reject', gone)
    leg.on('error', (error: TwilioError.TwilioError) => this.events.failed(error.message))
    if (this.expected.has(leg.parameters.CallSid ?? '')) this.take(leg)
  }

  private take(leg: Call): void {
    this.ringing.delete(leg)
    this.expected.delete(leg.parameters.CallSid ?? '')
    this.current = leg
    leg.on('accept', () => this.events.connected())
    leg.on('disconnect', () => {
      if (this.current !== leg) return
      this.current = undefined
      this.events.ended()
    })
    leg.accept()
  }

  answer = (caller: RingingCaller): Promise<void> => this.takeFound(() => this.legOf(caller))

  join = ({ number }: JoinedCall): Promise<void> => this.takeFound(() => this.legFrom(number))

  private async takeFound(find: () => Call | undefined): Promise<void> {
    await this.connect()
    const until = Date.now() + LEG_PATIENCE_MS
    let leg = find()
    while (leg === undefined && Date.now() < until) {
      await new Promise((done) => setTimeout(done, LEG_LOOK_MS))
      leg = find()
    }
    if (leg === undefined) throw new Error('The call does not ring in this browser')
    this.take(leg)
  }

  /** The newest leg by which a line of ours rings here; where the line is not known, the newest of all. */
  private legFrom(line: string | undefined): Call | undefined {
    return [...this.ringing].findLast((leg) => line === undefined || leg.parameters.From === line)
  }

  /** The leg by which a caller rings here. Whoever withholds his number is known by that alone. */
  private legOf({ number }: RingingCaller): Call | undefined {
    const legs = [...this.ringing]
    return number === undefined
      ? legs.find((leg) => !/^\+\d+$/.test(leg.parameters.From ?? ''))
      : legs.find((leg) => leg.parameters.From === number)
  }

  expect = (callSid: string): void => {
    this.expected.add(callSid)
    const leg = [...this.ringing].find((one) => one.parameters.CallSid === callSid)
    if (leg) this.take(leg)
  }

  hangUp = async (): Promise<void> => {
    this.current?.disconnect()
  }

  mute = (on: boolean): void => {
    this.current?.mute(on)
  }

  sendDigits = (digits: string): void => {
    this.current?.sendDigits(digits)
  }

  get audio(): DeviceAudio | undefined {
    const audio = this.device?.audio
    if (!audio) return undefined
    return {
      inputs: () => choices(audio.availableInputDevices),
      outputs: () => (audio.isOutputSelectionSupported ? choices(audio.availableOutputDevices) : []),
      useInput: (id) => audio.setInputDevice(id),
      useOutput: (id) => audio.speakerDevices.set(id),
    }
  }
}

async function freshToken(): Promise<string> {
  return (await dataOf(api.POST('/phone/key'))).token
}

/** Browsers name devices only once the microphone was allowed. */
function choices(devices: ReadonlyMap<string, MediaDeviceInfo>): AudioChoice[] {
  return [...devices.values()].map((one, index) => ({
    value: one.deviceId,
    label: one.label || `Device ${index + 1}`,
  }))
}
