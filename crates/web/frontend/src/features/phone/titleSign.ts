const BLINK_MS = 1000

/** Shows a text in the browser's tab until what is returned is called; by turns with the page's own title, or steadily. */
export function showInTitle(text: string, steady: boolean): () => void {
  let own = document.title
  let shown = true
  document.title = text
  const timer = setInterval(() => {
    // The page may have named itself anew meanwhile.
    if (document.title !== text && document.title !== own) own = document.title
    shown = steady || !shown
    document.title = shown ? text : own
  }, BLINK_MS)
  return () => {
    clearInterval(timer)
    if (document.title === text) document.title = own
  }
}
