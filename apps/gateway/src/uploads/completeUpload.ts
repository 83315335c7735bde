import { createHash } from 'node:crypto'
import { uploadPartBytes } from '@openledger/core/api/uploads.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { createBlockSeal } from '@openledger/db/contents/blockSeal.ts'
import { DB_ERRORS } from '@openledger/db/errors.ts'
import { uploadParts } from '@openledger/db/schema/uploadParts.ts'
import { uploads } from '@openledger/db/schema/uploads.ts'
import { and, eq } from 'drizzle-orm'
import type { GatewayServices } from '../gatewayServices.ts'
import { uploadErrors } from './errors.ts'
import type { StoredUpload } from './findUpload.ts'
import { readUpload } from './readUpload.ts'
import { plainBlocks, readParts } from './sealedBlocks.ts'
import { uploadFolder } from './uploadFolder.ts'

/**
 * Takes an upload on once all its parts are here: checks the file against its SHA-256, and begins to read it. Asked
 * again, it goes on where it stopped, also after the gateway was killed meanwhile.
 *
 * @returns the status now
 * @throws UPLOAD_STATUS_WRONG while parts are missing; UPLOAD_HASH_WRONG, and then every part is wanted again
 */
export async function completeUpload(services: GatewayServices, upload: StoredUpload): Promise<void> {
  const { db } = services
  if (upload.status === 'receiving') {
    const wanted = Math.ceil(Number(upload.bytes) / uploadPartBytes)
    const here = await db.$count(uploadParts, eq(uploadParts.uploadId, upload.id))
    if (here !== wanted) {
      throw new OpenLedgerError(uploadErrors.UPLOAD_STATUS_WRONG, `${here} of ${wanted} parts are here.`)
    }
    if ((await hashOf(services, upload)) !== upload.sha256) {
      await db.delete(uploadParts).where(eq(uploadParts.uploadId, upload.id))
      throw new OpenLedgerError(uploadErrors.UPLOAD_HASH_WRONG, 'The file that came has another SHA-256.')
    }
    await db
      .update(uploads)
      .set({ status: 'parsing' })
      .where(and(eq(uploads.id, upload.id), eq(uploads.status, 'receiving')))
  }
  if (upload.status === 'receiving' || upload.status === 'parsing')
    services.uploadReader.begin(upload.id, () => readUpload(services, upload))
}

/** Of the plain bytes; nothing where a part is not there or was changed on the disk: then it is wanted again as well. */
async function hashOf(services: GatewayServices, { id, bytes }: StoredUpload): Promise<string | undefined> {
  const seal = createBlockSeal(services.contents.fileKey(id))
  const read = readParts(seal, uploadFolder(services.uploadsFolder, id).parts, Number(bytes))
  const hash = createHash('sha256')
  try {
    for await (const piece of plainBlocks(read, Number(bytes))) hash.update(piece)
  } catch (error) {
    const isGone = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    if (isGone || OpenLedgerError.find(error)?.code === DB_ERRORS.CONTENT_UNSEALING_FAILED.code) return undefined
    throw error
  }
  return hash.digest('hex')
}
