/** The list with one item moved by a place; unchanged at the ends. */
export function moved<T>(list: readonly T[], index: number, by: -1 | 1): T[] {
  const target = index + by
  const copy = [...list]
  const [item] = copy.splice(index, 1)
  if (item === undefined || target < 0 || target >= list.length) return [...list]
  copy.splice(target, 0, item)
  return copy
}

/** "Missed call, new number" as a stable key that no other item has: missed_call_new_number, …_2. */
export function keyFor(label: string, taken: readonly string[]): string {
  const plain =
    label
      .toLowerCase()
      .normalize('NFKD')
      .replace(/[^a-z0-9]+/g, '_')
      .replace(/^_+|_+$/g, '')
      .slice(0, 36) || 'item'
  if (!taken.includes(plain)) return plain
  let number = 2
  while (taken.includes(`${plain}_${number}`)) number += 1
  return `${plain}_${number}`
}
