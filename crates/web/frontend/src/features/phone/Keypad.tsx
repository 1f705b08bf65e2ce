import type { KeyboardEvent } from 'react'
import c from './phone.module.css'
import { playDigit } from './tones'

const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#']
const SHOWN_DIGITS = 16

/** The keys of a telephone, by pointer or by typing. */
export function Keypad({ digits, onDigit }: { digits: string; onDigit: (digit: string) => void }) {
  const press = (digit: string) => {
    playDigit(digit)
    onDigit(digit)
  }
  const type = (event: KeyboardEvent) => {
    if (!KEYS.includes(event.key)) return
    // Digits are also keys of the page.
    event.preventDefault()
    event.stopPropagation()
    press(event.key)
  }
  return (
    <div role="group" aria-label="Keypad" onKeyDown={type}>
      <output className={`${c.digits} num`} aria-label="Keys pressed">
        {digits.slice(-SHOWN_DIGITS) || <span className="dim">Type or press</span>}
      </output>
      <div className={c.keys}>
        {KEYS.map((key) => (
          <button key={key} type="button" className={c.key} onClick={() => press(key)}>
            {key}
          </button>
        ))}
      </div>
    </div>
  )
}
