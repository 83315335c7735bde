import type { Finding, Verdict } from './check.ts'

/** What findings make of a record. */
export function gravest(findings: readonly Finding[]): Verdict {
  if (findings.some(({ verdict }) => verdict === 'refuse')) return 'refuse'
  return findings.length > 0 ? 'mark' : 'accept'
}
