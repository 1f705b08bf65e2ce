/** So many of something, as it is said: "1 call", "1,204 calls". The plural is given where an s does not make it. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`
}
