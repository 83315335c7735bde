import type { Quality } from '@openledger/core/api/checks.ts'
import type { Finding } from './check.ts'

type Part = Quality['parts'][number]

/** What each finding takes off. */
const refusedPoints = 60
const markedPoints = 15

/**
 * How good a record seems, from 0 to 100: 100 less what its form lacks and what was found, each part with its reason. It
 * judges form, not truth: a wrong answer in good sentences scores high, and reviewers say what is true. It decides nothing
 * by itself.
 *
 * @param form the parts that follow from its form, by `formOf`
 */
export function qualityOf(form: readonly Part[], findings: readonly Finding[]): Quality {
  const parts = [...form, ...findingsOf(findings)]
  const score = Math.min(100, Math.max(0, 100 + parts.reduce((sum, { points }) => sum + points, 0)))
  return { score, parts }
}

function findingsOf(findings: readonly Finding[]): Part[] {
  return findings.map(({ check, verdict, reason }) => ({
    name: check,
    points: verdict === 'refuse' ? -refusedPoints : -markedPoints,
    reason,
  }))
}
