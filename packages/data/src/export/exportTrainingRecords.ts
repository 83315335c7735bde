import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { canonicalJson } from '@openledger/core/json/canonicalJson.ts'
import { dataErrors } from '../errors.ts'
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
  for (const { commitment, recordId, contributor, datanetId, content } of ordered) {
    if (![commitment, recordId, datanetId].every((id) => hash.test(id)) || !address.test(contributor)) {
      throw new OpenLedgerError(
        dataErrors.DATA_EXPORT_COMMITMENT_INVALID,
        'A record to export has an id that is not lower-case hex.',
        { details: { commitment } },
      )
    }
    if (commitment === previous) {
      throw new OpenLedgerError(dataErrors.DATA_EXPORT_REPEATED_COMMITMENT, 'A record to export comes twice.', {
        details: { commitment },
      })
    }
    previous = commitment
    yield `${canonicalJson({ commitment, recordId, contributor, datanetId, content })}\n`
  }
}
