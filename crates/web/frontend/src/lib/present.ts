/** An answer without its `null` fields: for the desk, what is empty is absent, however a server writes it. */
export function present<T extends object>(answer: T): T {
  return Object.fromEntries(Object.entries(answer).filter(([, value]) => value !== null)) as T
}
