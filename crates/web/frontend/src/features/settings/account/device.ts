/** A browser's self-description as people say it: "Firefox on Windows". */
export function deviceOf(userAgent: string): { name: string; phone: boolean } {
  const browser = BROWSERS.find(([pattern]) => pattern.test(userAgent))?.[1]
  const system = SYSTEMS.find(([pattern]) => pattern.test(userAgent))?.[1]
  const phone = /Mobile|Android|iPhone/.test(userAgent)
  if (!browser && !system) return { name: userAgent.slice(0, 60) || 'Unknown browser', phone }
  return { name: [browser ?? 'Browser', system && `on ${system}`].filter(Boolean).join(' '), phone }
}

// The first that matches: nearly every browser also calls itself Chrome or Safari.
const BROWSERS: readonly [RegExp, string][] = [
  [/Edg\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/Firefox\/|FxiOS\//, 'Firefox'],
  [/Chrome\/|CriOS\//, 'Chrome'],
  [/Safari\//, 'Safari'],
  [/curl\//, 'curl'],
]
const SYSTEMS: readonly [RegExp, string][] = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/CrOS/, 'ChromeOS'],
  [/Linux/, 'Linux'],
]
