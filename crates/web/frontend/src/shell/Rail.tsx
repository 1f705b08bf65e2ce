import { Tooltip } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { AccountMenu } from './AccountMenu'
import { Logo } from './Logo'
import { NAV, SETTINGS, shortCount, useCounts } from './nav'
import c from './shell.module.css'

/** The places of the desk on the left, with what waits there. */
export function Rail() {
  const counts = useCounts()
  return (
    <nav className={c.rail} aria-label="Main">
      <Link to="/calls" className={c.home} aria-label="Callboard, go to calls">
        <Logo />
      </Link>
      {NAV.map(({ to, label, Icon, badge }) => {
        const count = counts ? badge(counts) : 0
        return (
          <Tooltip key={to} label={count > 0 ? `${label}: ${count} waiting` : label} position="right">
            <Link
              to={to}
              className={c.railLink}
              aria-label={count > 0 ? `${label}, ${count} waiting` : label}
            >
              <Icon size={20} stroke={1.6} />
              {count > 0 && (
                <span className={`${c.badge} num`} aria-hidden>
                  {shortCount(count)}
                </span>
              )}
            </Link>
          </Tooltip>
        )
      })}
      <span className="grow" />
      <Tooltip label={SETTINGS.label} position="right">
        <Link to={SETTINGS.to} className={c.railLink} aria-label={SETTINGS.label}>
          <SETTINGS.Icon size={20} stroke={1.6} />
        </Link>
      </Tooltip>
      <AccountMenu />
    </nav>
  )
}
