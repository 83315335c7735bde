import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { dataErrors } from '../errors.ts'
import { canonicalRecord } from '../record/canonicalRecord.ts'
import type { RecordContent } from '../record/recordContent.ts'

/** A record that a version holds; hashes are 32 bytes as lower-case 0x hex, the contributor 20. */
export type AcceptedRecord = {
  readonly commitment: string
  readonly recordId: string
  readonly contributor: string
  readonly datanetId: string
  readonly content: RecordContent
}

const hash = /^0x[0-9a-f]{64}$/
const address = /^0x[0-9a-f]{40}$/

/**
 * Writes accepted records as JSONL for the trainer: one line a record, ascending by commitment (the order of a
 * version's leaves), each line canonical JSON. The same set of records gives the same bytes in whatever order it comes.
 *
 * @returns lines, each with its line feed
 * @throws DATA_EXPORT_REPEATED_COMMITMENT, DATA_EXPORT_COMMITMENT_INVALID
 */
export function* exportTrainingRecords(records: Iterable<AcceptedRecord>): Generator<string> {
  const ordered = [...records].sort((a, b) => (a.commitment < b.commitment ? -1 : a.commitment > b.commitment ? 1 : 0))
  let previous = ''
  for (const record of ordered) {
    if (
      ![record.commitment, record.recordId, record.datanetId].every((id) => hash.test(id)) ||
      !address.test(record.contributor)
    ) {
      throw new OpenLedgerError(
        dataErrors.DATA_EXPORT_COMMITMENT_INVALID,
        'A record to export has an id that is not lower-case hex.',
        {
          details: { commitment: record.commitment },
        },
      )
    }
    if (record.commitment === previous) {
      throw new OpenLedgerError(dataErrors.DATA_EXPORT_REPEATED_COMMITMENT, 'A record to export comes twice.', {
        details: { commitment: record.commitment },
      })
    }
    previous = record.commitment
    yield line(record)
  }
}

/** Keys in canonical order; ids are plain ASCII, so quoting them is enough. */
function line({ commitment, recordId, contributor, datanetId, content }: AcceptedRecord): string {
  return `{"commitment":"${commitment}","content":${canonicalRecord(content)},"contributor":"${contributor}","datanetId":"${datanetId}","recordId":"${recordId}"}\n`
}
