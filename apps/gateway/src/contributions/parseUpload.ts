import type { Hash32 } from '@openledger/core/api/primitives.ts'
import { type ErrorDescriptor, OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { commitment as commitmentOf } from '@openledger/core/ids/commitment.ts'
import { recordId as recordIdOf } from '@openledger/core/ids/recordId.ts'
import { dataErrors } from '@openledger/data/errors.ts'
import type { LineFinding } from '@openledger/data/parse/parseJsonl.ts'
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

/** What opens its commitment and is no record all the same (a missing field, an empty answer, too long): refused, with the reason. */
export type RefusedRecord = Omit<OpenedRecord, 'content'> & { readonly code: string; readonly reason: string }

/** An upload's lines, each of which opens a commitment. */
export type ParsedUpload = { readonly opened: readonly OpenedRecord[]; readonly refused: readonly RefusedRecord[] }

/**
 * Reads an upload line by line, and checks each against its commitment. A line that opens its commitment but holds no
 * valid record is booked as refused; the first line that opens nothing refuses the whole upload.
 *
 * @throws DATA_*, UPLOAD_* with the line's number in `details.line`
 */
export async function parseUpload(
  bytes: Uint8Array,
  contribution: StoredContribution,
  chainId: number,
): Promise<ParsedUpload> {
  const { datanetId, contributor, commitments } = contribution
  const seen = new Set<number>()
  const opened: OpenedRecord[] = []
  const refused: RefusedRecord[] = []
  for await (const parsed of parseUploadJsonl(bytes)) {
    const { line } = parsed
    const claimed = parsed.ok ? parsed : (parsed.claimed ?? unreadable(parsed.finding))
    const { index, salt } = claimed
    const commitment = commitments[index]
    if (commitment === undefined || seen.has(index)) {
      const what = commitment === undefined ? `the contribution has no index ${index}` : `index ${index} came before`
      throw bad(gatewayErrors.UPLOAD_INDEX_UNKNOWN, line, what)
    }
    seen.add(index)
    const recordId = recordIdOfLine(claimed.content, line)
    if (commitmentOf({ chainId, datanetId, contributor, recordId, salt }) !== commitment) {
      throw bad(
        gatewayErrors.UPLOAD_COMMITMENT_MISMATCH,
        line,
        `content and salt don't open the commitment at index ${index}`,
      )
    }
    const record = { index, commitment, recordId, salt }
    if (parsed.ok) opened.push({ ...record, content: parsed.content })
    else refused.push({ ...record, code: parsed.finding.code, reason: parsed.finding.reason })
  }
  if (seen.size === 0) throw new OpenLedgerError(gatewayErrors.UPLOAD_EMPTY, 'The upload holds no record.')
  return { opened, refused }
}

function unreadable({ code, reason, line }: LineFinding): never {
  throw new OpenLedgerError(dataErrors[code], reason, { details: { line } })
}

function recordIdOfLine(content: unknown, line: number): Hash32 {
  try {
    return recordIdOf(content)
  } catch {
    throw bad(dataErrors.DATA_RECORD_INVALID, line, 'its content has no canonical form')
  }
}

function bad(descriptor: ErrorDescriptor, line: number, what: string): OpenLedgerError {
  return new OpenLedgerError(descriptor, `Line ${line} was not taken: ${what}.`, { details: { line } })
}
