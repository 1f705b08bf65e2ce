const CODES = [
  'US',
  'CA',
  'MX',
  'GB',
  'IE',
  'AU',
  'NZ',
  'DE',
  'AT',
  'CH',
  'FR',
  'BE',
  'NL',
  'LU',
  'ES',
  'PT',
  'IT',
  'DK',
  'SE',
  'NO',
  'FI',
  'PL',
  'CZ',
  'ZA',
  'IN',
  'SG',
  'JP',
  'BR',
  'AR',
  'CL',
]

const names = new Intl.DisplayNames('en-US', { type: 'region' })

/** Countries by ISO 3166 code, with their names. */
export const REGIONS: { value: string; label: string }[] = CODES.map((code) => ({
  value: code,
  label: names.of(code) ?? code,
}))
