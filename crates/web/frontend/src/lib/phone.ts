/** North American numbers as people here write them; others keep their international form. */
export function formatPhone(e164: string | null | undefined): string {
  if (!e164) return ''
  const nanp = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(e164)
  if (nanp) return `+1 (${nanp[1]}) ${nanp[2]}-${nanp[3]}`
  return e164
}

/** The same without the country, for narrow places where every number is of here. */
export function formatPhoneShort(e164: string | undefined): string {
  return formatPhone(e164).replace(/^\+1 /, '')
}

/** A text of the server with its numbers as people read them. */
export function formatPhonesIn(text: string): string {
  return text.replace(/\+1\d{10}\b/g, (number) => formatPhone(number))
}

/** What a person typed, as E.164; null when it cannot be one. Ten digits are read as North American. */
export function parsePhone(text: string): string | null {
  const digits = text.replace(/\D/g, '')
  if (text.trim().startsWith('+') && digits.length >= 8 && digits.length <= 15) return `+${digits}`
  if (digits.length === 10) return `+1${digits}`
  if (digits.length === 11 && digits.startsWith('1')) return `+${digits}`
  return null
}
