import { defaultCheckSettings } from '@openledger/core/api/checks.ts'
import type { RecordContent } from '../record/recordContent.ts'
import { contentChecks, orderChecks } from './allChecks.ts'
import type { Asked, CandidateRecord, DatanetLookup, Finding, Verdict } from './check.ts'

/** A record's verdict, the gravest of its findings, and all findings in the order of the checks. */
export type CheckedRecord = { readonly verdict: Verdict; readonly findings: readonly Finding[] }

/** What is asked where the Datanet's owner and the contributor said nothing. */
export const askedOfAll: Asked = { settings: defaultCheckSettings, licence: { datanet: '', source: '' } }

/**
 * Which findings `checkContent` makes. Raised with every change of a content check, so that findings that were kept are
 * made anew.
 */
export const CONTENT_CHECKS_VERSION = 1

/**
 * All findings about a record by itself. Every check runs, also after a refusal, so that the contributor reads all
 * reasons at once.
 */
export function checkContent(content: RecordContent, asked: Asked = askedOfAll): Finding[] {
  return contentChecks.flatMap((check) => check.run(content, asked))
}

/** All findings about a record against those of its Datanet that were registered before it. */
export function checkOrder(record: CandidateRecord, datanet: DatanetLookup): Finding[] {
  return orderChecks.flatMap((check) => check.run(record, datanet))
}

/** Runs all checks on one record. */
export function runChecks(record: CandidateRecord, datanet: DatanetLookup, asked: Asked = askedOfAll): CheckedRecord {
  const findings = [...checkContent(record.content, asked), ...checkOrder(record, datanet)]
  return { verdict: gravest(findings), findings }
}

/** What findings make of a record. */
export function gravest(findings: readonly Finding[]): Verdict {
  if (findings.some(({ verdict }) => verdict === 'refuse')) return 'refuse'
  return findings.length > 0 ? 'mark' : 'accept'
}
