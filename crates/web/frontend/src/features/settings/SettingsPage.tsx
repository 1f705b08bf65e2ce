import { Select } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { Suspense } from 'react'
import { useMe } from '@/api/session'
import { EmptyState } from '@/ui/EmptyState'
import { SkeletonRows } from '@/ui/SkeletonRows'
import { SECTIONS, type Section } from './sections'
import c from './settings.module.css'

const GROUPS = ['Desk', 'People', 'You'] as const

/** How the desk works, who works at it, and the own account. What a role may not see is not offered. */
export function SettingsPage() {
  const { section: key } = useParams({ from: '/desk/settings/$section' })
  const { permissions } = useMe()
  const navigate = useNavigate()
  const offered = SECTIONS.filter(({ needs }) => needs === undefined || permissions.includes(needs))
  const known = SECTIONS.find((section) => section.key === key)
  const current = offered.find((section) => section.key === key)
  return (
    <div className={c.page}>
      <nav className={c.menu} aria-label="Settings">
        <h1>Settings</h1>
        <Select
          className={`phone-only ${c.menuSelect}`}
          aria-label="Section"
          allowDeselect={false}
          data={offered.map((section) => ({ value: section.key, label: section.label }))}
          value={current?.key ?? null}
          onChange={(section) => section && void navigate({ to: '/settings/$section', params: { section } })}
        />
        <div className="desktop-only">
          {GROUPS.map((group) => (
            <Group key={group} name={group} sections={offered.filter((section) => section.group === group)} />
          ))}
        </div>
      </nav>
      <div className={c.content}>
        {current ? (
          <Suspense fallback={<SkeletonRows rows={8} height={48} />}>
            <current.Page />
          </Suspense>
        ) : (
          <EmptyState
            title={known ? `Your role may not see ${known.label.toLowerCase()}` : 'There is no such section'}
            icon={IconLock}
          >
            {known && 'An admin of this workspace can.'}
          </EmptyState>
        )}
      </div>
    </div>
  )
}

function Group({ name, sections }: { name: string; sections: readonly Section[] }) {
  if (sections.length === 0) return null
  return (
    <>
      <h2>{name}</h2>
      <ul>
        {sections.map(({ key, label, Icon }) => (
          <li key={key}>
            <Link to="/settings/$section" params={{ section: key }} className={c.menuLink}>
              <Icon size={17} stroke={1.6} aria-hidden />
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </>
  )
}
