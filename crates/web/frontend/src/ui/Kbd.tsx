import c from './Kbd.module.css'

const NAMES: Record<string, string> = {
  mod: /mac/i.test(navigator.platform) ? '⌘' : 'Ctrl',
  shift: 'Shift',
  Space: 'Space',
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Escape: 'Esc',
}

/** Keys as the sheet and buttons print them: "mod+k", "g c". */
export function Kbd({ keys }: { keys: string }) {
  return (
    <span className={c.group}>
      {keys.split(/[ +]/).map((key) => (
        <kbd key={key} className={c.key}>
          {NAMES[key] ?? (key.length === 1 ? key.toUpperCase() : key)}
        </kbd>
      ))}
    </span>
  )
}
