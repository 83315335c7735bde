import { open, stat } from 'node:fs/promises'
import type { Address, Hash32 } from '@openledger/core/api/primitives.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { commitment as commitmentOf } from '@openledger/core/ids/commitment.ts'
import { recordId as recordIdOf } from '@openledger/core/ids/recordId.ts'
import { type RecordContent, recordContentSchema } from '@openledger/data/record/recordContent.ts'
import { createBlockSeal } from '@openledger/db/contents/blockSeal.ts'
import type { OpenedRecord } from '../contributions/parseUpload.ts'
import { findContribution } from '../contributions/readContribution.ts'
import { storeUpload } from '../contributions/storeUpload.ts'
import type { GatewayServices } from '../gatewayServices.ts'
import { uploadErrors } from './errors.ts'
import type { StoredUpload } from './findUpload.ts'
import { readRecords } from './sealedBlocks.ts'
import { uploadFolder } from './uploadFolder.ts'

/**
 * Opens the commitments of a contribution with what was read in an uploaded file: all of them, or none. What was read
 * here must be what was committed there, to the byte of its canonical JSON.
 *
 * @param opening.first place of the contribution's first record among the file's
 * @throws CONTRIBUTION_NOT_FOUND, CONTRIBUTION_NOT_ON_CHAIN, UPLOAD_STATUS_WRONG, UPLOAD_DIFFERS
 */
export async function openUploaded(
  services: GatewayServices,
  upload: StoredUpload,
  contributionId: Hash32,
  opening: { readonly first: number; readonly salts: readonly Hash32[]; readonly licence?: string | undefined },
): Promise<void> {
  if (upload.status !== 'parsed' || upload.records === null) {
    throw new OpenLedgerError(uploadErrors.UPLOAD_STATUS_WRONG, `The upload is ${upload.status}; it must be parsed.`)
  }
  const contribution = await findContribution(services.db, contributionId)
  assertOwn(contribution, upload)
  const { first, salts } = opening
  const { commitments, datanetId, contributor } = contribution
  if (salts.length !== commitments.length || first + salts.length > upload.records) {
    throw differs(
      `The contribution has ${commitments.length} records, ${salts.length} salts came, and the file holds ${upload.records} records.`,
    )
  }
  const contents = await readContents(services, upload.id, first, salts.length)
  const { chainId } = services.chain
  const opened = contents.map((content, index): OpenedRecord => {
    const salt = salts[index]
    const commitment = commitments[index]
    const recordId = recordIdOf(content)
    if (salt === undefined || commitment === undefined) throw differs('A salt is missing.')
    if (commitmentOf({ chainId, datanetId, contributor, recordId, salt }) !== commitment) {
      throw differs(`Record ${first + index + 1} of the file is not what was committed.`, first + index + 1)
    }
    return { index, commitment, recordId, salt, content }
  })
  await storeUpload(services, contribution, { opened, refused: [], licence: opening.licence ?? '' })
}

function assertOwn(
  contribution: { readonly contributor: Address; readonly datanetId: Hash32 },
  upload: StoredUpload,
): void {
  if (contribution.contributor !== upload.account || contribution.datanetId !== upload.datanetId) {
    throw differs('The contribution is of another account or Datanet than the file.')
  }
}

async function readContents(
  { contents, uploadsFolder }: GatewayServices,
  id: string,
  first: number,
  count: number,
): Promise<RecordContent[]> {
  const paths = uploadFolder(uploadsFolder, id)
  const places = await readRange(paths.index, first * 8, (count + 1) * 8)
  const [start, end] = [0, count * 8].map((at) => Number(places.readBigUInt64LE(at)))
  const bytes = Number((await readRange(paths.index, (await stat(paths.index)).size - 8, 8)).readBigUInt64LE(0))
  const lines = await readRecords(createBlockSeal(contents.fileKey(id)), paths.records, bytes)(start ?? 0, end ?? 0)
  return lines
    .toString('utf8')
    .trimEnd()
    .split('\n')
    .map((line) => recordContentSchema.parse(JSON.parse(line)))
}

async function readRange(path: string, start: number, length: number): Promise<Buffer> {
  const file = await open(path, 'r')
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, start)
    if (bytesRead !== length) throw new Error(`${path} is shorter than its index says.`)
    return buffer
  } finally {
    await file.close()
  }
}

function differs(message: string, record?: number): OpenLedgerError {
  return new OpenLedgerError(uploadErrors.UPLOAD_DIFFERS, message, record === undefined ? {} : { details: { record } })
}
