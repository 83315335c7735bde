import { allChecks } from './allChecks.ts'
import type { CandidateRecord, Check, DatanetLookup, Finding, Verdict } from './check.ts'

/** A record's verdict, the gravest of its findings, and all findings in the order of the checks. */
export type CheckedRecord = { readonly verdict: Verdict; readonly findings: readonly Finding[] }

/**
 * Runs the checks on one record, one after another. Every check runs, also after a refusal, so that the contributor
 * reads all reasons at once.
 *
 * @param record the record with its id and contributor
 * @param datanet looks up earlier records of the same Datanet
 * @param checks the Datanet's checks
 */
export async function runChecks(
  record: CandidateRecord,
  datanet: DatanetLookup,
  checks: readonly Check[] = allChecks,
): Promise<CheckedRecord> {
  const findings: Finding[] = []
  for (const check of checks) findings.push(...(await check.run(record, datanet)))
  return { verdict: gravest(findings), findings }
}

function gravest(findings: readonly Finding[]): Verdict {
  if (findings.some(({ verdict }) => verdict === 'refuse')) return 'refuse'
  return findings.length > 0 ? 'mark' : 'accept'
}
