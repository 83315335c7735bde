import type { RecordContent } from '../record/recordContent.ts'
import { askedOfAll } from './asked.ts'
import type { Asked, CandidateRecord, DatanetLookup, Finding, Verdict } from './check.ts'
import { contentChecks } from './contentChecks.ts'
import { gravest } from './gravest.ts'
import { checkOrder } from './orderChecks.ts'

/** A record's verdict, the gravest of its findings, and all findings in the order of the checks. */
export type CheckedRecord = { readonly verdict: Verdict; readonly findings: readonly Finding[] }

/**
 * All findings about a record by itself. Every check runs, also after a refusal, so that the contributor reads all
 * reasons at once.
 */
export function checkContent(content: RecordContent, asked: Asked = askedOfAll): Finding[] {
  return contentChecks.flatMap((check) => check.run(content, asked))
}

/** Runs all checks on one record. */
export function runChecks(record: CandidateRecord, datanet: DatanetLookup, asked: Asked = askedOfAll): CheckedRecord {
  const findings = [...checkContent(record.content, asked), ...checkOrder(record, datanet)]
  return { verdict: gravest(findings), findings }
}
