/** A sort order in the words of the API: "value" or "-value"; undefined is the list's own order. */
export type Sort = string | undefined

export function directionOf(sort: Sort, key: string | undefined): 'ascending' | 'descending' | 'none' {
  if (key === undefined || sort === undefined) return 'none'
  if (sort === key) return 'ascending'
  return sort === `-${key}` ? 'descending' : 'none'
}

/** What a click on a header leads to: first way, other way, back to the list's own order. */
export function nextSort(sort: Sort, key: string, descendingFirst: boolean, own: string): Sort {
  const first = descendingFirst ? `-${key}` : key
  const second = descendingFirst ? key : `-${key}`
  const steps = [first, second].filter((step) => step !== own)
  const position = steps.indexOf(sort ?? own)
  return steps[position + 1]
}
