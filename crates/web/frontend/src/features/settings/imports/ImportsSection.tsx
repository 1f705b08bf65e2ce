import { useSearch } from '@tanstack/react-router'
import { ImportPage } from './ImportPage'
import { ImportsPage } from './ImportsPage'

/** Call logs that come in from a file: the list, or one import. Which one is in the address. */
export default function ImportsSection() {
  const { import: id } = useSearch({ from: '/desk/settings/$section' })
  return id ? <ImportPage key={id} id={id} /> : <ImportsPage />
}
