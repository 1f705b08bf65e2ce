import { Link } from '@tanstack/react-router'
import { NAV, SETTINGS, shortCount, useCounts } from './nav'
import c from './shell.module.css'

/** The rail of a phone. */
export function BottomNav() {
  const counts = useCounts()
  return (
    <nav className={c.bottom} aria-label="Main">
      {NAV.map(({ to, label, Icon, badge }) => {
        const count = counts ? badge(counts) : 0
        return (
          <Link key={to} to={to} className={c.bottomLink}>
            <span className={c.bottomIcon}>
              <Icon size={21} stroke={1.6} />
              {count > 0 && <span className={`${c.badge} num`}>{shortCount(count)}</span>}
            </span>
            {label}
          </Link>
        )
      })}
      <Link to={SETTINGS.to} className={c.bottomLink}>
        <SETTINGS.Icon size={21} stroke={1.6} />
        {SETTINGS.label}
      </Link>
    </nav>
  )
}
