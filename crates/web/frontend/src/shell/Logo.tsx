import { IconHeadset } from '@tabler/icons-react'
import c from './shell.module.css'

export function Logo() {
  return (
    <span className={c.logo} aria-hidden>
      <IconHeadset size={18} stroke={2} />
    </span>
  )
}
