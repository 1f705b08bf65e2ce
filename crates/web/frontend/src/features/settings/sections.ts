import {
  IconBan,
  IconBuildingStore,
  IconClockHour8,
  IconClockShield,
  IconDeviceLaptop,
  IconDeviceTv,
  IconFileImport,
  IconGavel,
  IconHistory,
  IconKey,
  IconListCheck,
  IconLock,
  IconMessage,
  IconMicrophone,
  IconPhone,
  IconPhoneOff,
  IconRefreshAlert,
  IconShieldCheck,
  IconUsers,
} from '@tabler/icons-react'
import { type ComponentType, type LazyExoticComponent, lazy } from 'react'
import type { Permission } from '@/api/session'

export interface Section {
  key: string
  label: string
  group: 'Desk' | 'People' | 'You'
  Icon: typeof IconKey
  /** Without it the section is absent. */
  needs?: Permission
  Page: LazyExoticComponent<ComponentType>
}

/** Everything that can be set, in the order of the menu. Each comes with its own piece of the program. */
export const SECTIONS: readonly Section[] = [
  {
    key: 'business-hours',
    label: 'Business hours',
    group: 'Desk',
    Icon: IconClockHour8,
    needs: 'read_settings',
    Page: lazy(() => import('./hours/HoursSection')),
  },
  {
    key: 'sla-rules',
    label: 'SLA rules',
    group: 'Desk',
    Icon: IconGavel,
    needs: 'read_settings',
    Page: lazy(() => import('./sla/SlaSection')),
  },
  {
    key: 'dispositions',
    label: 'Dispositions',
    group: 'Desk',
    Icon: IconListCheck,
    needs: 'read_settings',
    Page: lazy(() => import('./dispositions/DispositionsSection')),
  },
  {
    key: 'contact',
    label: 'Rules of contact',
    group: 'Desk',
    Icon: IconClockShield,
    needs: 'read_settings',
    Page: lazy(() => import('./contact/ContactRulesSection')),
  },
  {
    key: 'do-not-contact',
    label: 'Do not contact',
    group: 'Desk',
    Icon: IconBan,
    needs: 'read_customers',
    Page: lazy(() => import('./contact/DoNotContactSection')),
  },
  {
    key: 'blocked-numbers',
    label: 'Blocked numbers',
    group: 'Desk',
    Icon: IconPhoneOff,
    needs: 'read_customers',
    Page: lazy(() => import('./contact/BlockedNumbersSection')),
  },
  {
    key: 'compliance',
    label: 'Compliance',
    group: 'Desk',
    Icon: IconShieldCheck,
    needs: 'read_audit',
    Page: lazy(() => import('./compliance/ComplianceSection')),
  },
  {
    key: 'texts',
    label: 'Texts',
    group: 'Desk',
    Icon: IconMessage,
    needs: 'read_settings',
    Page: lazy(() => import('./texts/TextsSection')),
  },
  {
    key: 'telephony',
    label: 'Telephony',
    group: 'Desk',
    Icon: IconPhone,
    needs: 'read_settings',
    Page: lazy(() => import('./telephony/TelephonySection')),
  },
  {
    key: 'wallboard',
    label: 'Wallboard',
    group: 'Desk',
    Icon: IconDeviceTv,
    needs: 'read_settings',
    Page: lazy(() => import('./wallboard/WallboardSection')),
  },
  {
    key: 'media',
    label: 'Recording & retention',
    group: 'Desk',
    Icon: IconMicrophone,
    needs: 'read_settings',
    Page: lazy(() => import('./media/MediaSection')),
  },
  {
    key: 'workspace',
    label: 'Workspace',
    group: 'Desk',
    Icon: IconBuildingStore,
    needs: 'read_settings',
    Page: lazy(() => import('./workspace/WorkspaceSection')),
  },
  {
    key: 'deliveries',
    label: 'Needs a person',
    group: 'Desk',
    Icon: IconRefreshAlert,
    needs: 'manage_settings',
    Page: lazy(() => import('./deliveries/DeliveriesSection')),
  },
  {
    key: 'imports',
    label: 'Import',
    group: 'Desk',
    Icon: IconFileImport,
    needs: 'import',
    Page: lazy(() => import('./imports/ImportsSection')),
  },
  {
    key: 'members',
    label: 'Members',
    group: 'People',
    Icon: IconUsers,
    needs: 'read_settings',
    Page: lazy(() => import('./members/MembersSection')),
  },
  {
    key: 'api-keys',
    label: 'API keys',
    group: 'People',
    Icon: IconKey,
    needs: 'manage_api_keys',
    Page: lazy(() => import('./members/ApiKeysSection')),
  },
  {
    key: 'audit',
    label: 'Audit log',
    group: 'People',
    Icon: IconHistory,
    needs: 'read_audit',
    Page: lazy(() => import('./audit/AuditSection')),
  },
  {
    key: 'sessions',
    label: 'Sessions',
    group: 'You',
    Icon: IconDeviceLaptop,
    Page: lazy(() => import('./account/SessionsSection')),
  },
  {
    key: 'password',
    label: 'Password',
    group: 'You',
    Icon: IconLock,
    Page: lazy(() => import('./account/PasswordSection')),
  },
]
