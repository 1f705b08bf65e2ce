/** Search parameters as people can read and edit them: plain words, lists as repeated names (`status=missed&status=failed`). */
export type PlainSearch = Record<string, string | string[]>

export function parseSearch(text: string): PlainSearch {
  const found: PlainSearch = {}
  for (const [key, value] of new URLSearchParams(text)) {
    const before = found[key]
    if (before === undefined) found[key] = value
    else found[key] = Array.isArray(before) ? [...before, value] : [before, value]
  }
  return found
}

export function stringifySearch(search: Record<string, unknown>): string {
  const params = new URLSearchParams()
  for (const [key, value] of Object.entries(search)) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (item !== undefined && item !== null && item !== '') params.append(key, String(item))
    }
  }
  const text = params.toString()
  return text ? `?${text}` : ''
}

/** Readers for validateSearch: what is not of the expected form is dropped, never an error page. */
export function one(value: unknown): string | undefined {
  const first = Array.isArray(value) ? value[0] : value
  return typeof first === 'string' && first !== '' ? first : undefined
}

export function many(value: unknown): string[] | undefined {
  const list = (Array.isArray(value) ? value : [value]).filter(
    (item): item is string => typeof item === 'string' && item !== '',
  )
  return list.length > 0 ? list : undefined
}

export function yesNo(value: unknown): boolean | undefined {
  const text = typeof value === 'boolean' ? String(value) : one(value)
  return text === 'true' ? true : text === 'false' ? false : undefined
}

export function amount(value: unknown): number | undefined {
  const text = typeof value === 'number' ? String(value) : one(value)
  if (text === undefined) return undefined
  const parsed = Number(text)
  return Number.isFinite(parsed) && parsed >= 0 ? parsed : undefined
}

export function oneOf<T extends string>(value: unknown, words: readonly T[]): T | undefined {
  const text = one(value)
  return words.find((word) => word === text)
}

/** Several words of a closed list; what is not of it is dropped. */
export function manyOf<T extends string>(value: unknown, words: readonly T[]): T[] | undefined {
  const found = (many(value) ?? []).filter((word): word is T => words.some((known) => known === word))
  return found.length > 0 ? found : undefined
}

/** Hours of a day, 0 to 23; what is none is dropped. */
export function hours(value: unknown): number[] | undefined {
  const texts = (Array.isArray(value) ? value : [value]).map((item) => String(item ?? ''))
  const found = texts.filter((text) => /^\d{1,2}$/.test(text) && Number(text) < 24).map(Number)
  return found.length > 0 ? found : undefined
}
