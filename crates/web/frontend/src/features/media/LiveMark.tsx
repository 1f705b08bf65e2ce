import { WRITING, type Writing } from './live'
import c from './media.module.css'

/**
 * Where the words come from. Only a change of that is read out: whoever listens to a call must not be told each sentence
 * again.
 */
export function LiveMark({ writing }: { writing: Writing }) {
  return (
    <span role="status" aria-live="polite" className={c.writing} data-writing={writing}>
      {writing === 'live' && <b className={c.live}>Live</b>}
      <span>{WRITING[writing]}</span>
    </span>
  )
}
