import type { Hash32 } from '@openledger/core/api/primitives.ts'
import { type ErrorDescriptor, OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { commitment as commitmentOf } from '@openledger/core/ids/commitment.ts'
import { recordId as recordIdOf } from '@openledger/core/ids/recordId.ts'
import { dataErrors } from '@openledger/data/errors.ts'
import { parseUploadJsonl } from '@openledger/data/parse/parseUploadJsonl.ts'
import type { RecordContent } from '@openledger/data/record/recordContent.ts'
import { gatewayErrors } from '../errors.ts'
import type { StoredContribution } from './readContribution.ts'

/** A record whose content opens its commitment. */
export type OpenedRecord = {
  readonly index: number
  readonly commitment: Hash32
  readonly recordId: Hash32
  readonly salt: Hash32
  readonly content: RecordContent
}

/**
 * Reads an upload line by line, and checks each against its commitment. The first line that is wrong refuses all.
 *
 * @throws DATA_*, UPLOAD_* with the line's number in `details.line`
 */
export async function parseUpload(bytes: Uint8Array, contribution: StoredContribution, chainId: number): Promise<OpenedRecord[]> {
  const { datanetId, contributor, commitments } = contribution
  const opened = new Map<number, OpenedRecord>()
  for await (const parsed of parseUploadJsonl(bytes)) {
    const { line } = parsed
    if (!parsed.ok) throw new OpenLedgerError(dataErrors[parsed.finding.code], parsed.finding.reason, { details: { line } })
    const { index, salt, content } = parsed
    const commitment = commitments[index]
    if (commitment === undefined || opened.has(index)) {
      const what = commitment === undefined ? `the contribution has no index ${index}` : `index ${index} came before`
      throw bad(gatewayErrors.UPLOAD_INDEX_UNKNOWN, line, what)
    }
    const recordId = recordIdOf(content)
    if (commitmentOf({ chainId, datanetId, contributor, recordId, salt }) !== commitment) {
      throw bad(gatewayErrors.UPLOAD_COMMITMENT_MISMATCH, line, `content and salt don't open the commitment at index ${index}`)
    }
    opened.set(index, { index, commitment, recordId, salt, content })
  }
  if (opened.size === 0) throw new OpenLedgerError(gatewayErrors.UPLOAD_EMPTY, 'The upload holds no record.')
  return [...opened.values()]
}

function bad(descriptor: ErrorDescriptor, line: number, what: string): OpenLedgerError {
  return new OpenLedgerError(descriptor, `Line ${line} was not taken: ${what}.`, { details: { line } })
}
