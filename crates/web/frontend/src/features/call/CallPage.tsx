import { VisuallyHidden } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { getRouteApi, Link } from '@tanstack/react-router'
import { CallView } from './CallView'
import c from './call.module.css'

const route = getRouteApi('/desk/calls/$id')

/** One call on a page of its own, for links from elsewhere. */
export function CallPage() {
  const { id } = route.useParams()
  const { tab } = route.useSearch()
  const navigate = route.useNavigate()
  return (
    <div className={c.pageFrame}>
      <Link to="/calls" className={c.back}>
        <IconArrowLeft size={14} />
        Calls
      </Link>
      <VisuallyHidden component="h1">Call</VisuallyHidden>
      <CallView
        key={id}
        id={id}
        tab={tab ?? 'summary'}
        onTab={(next) => void navigate({ search: { tab: next }, replace: true })}
      />
    </div>
  )
}
