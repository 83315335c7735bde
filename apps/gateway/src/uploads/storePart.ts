import { randomUUID } from 'node:crypto'
import { open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { uploadPartBytes } from '@openledger/core/api/uploads.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { createBlockSeal } from '@openledger/db/contents/blockSeal.ts'
import { uploadParts } from '@openledger/db/schema/uploadParts.ts'
import type { GatewayServices } from '../gatewayServices.ts'
import { uploadErrors } from './errors.ts'
import type { StoredUpload } from './findUpload.ts'
import { sealedPart } from './sealedBlocks.ts'
import { uploadFolder } from './uploadFolder.ts'

/**
 * Seals one part under the upload's own key, and notes it once it is on the disk: whole or not at all, also when it comes
 * twice at once. The same part again changes nothing.
 *
 * @throws UPLOAD_PART_WRONG, UPLOAD_STATUS_WRONG
 */
export async function storePart(
  services: Pick<GatewayServices, 'db' | 'contents' | 'uploadsFolder'>,
  upload: StoredUpload,
  part: number,
  bytes: Uint8Array,
): Promise<void> {
  const length = Math.min(uploadPartBytes, Number(upload.bytes) - part * uploadPartBytes)
  if (length <= 0 || bytes.length !== length) {
    throw new OpenLedgerError(
      uploadErrors.UPLOAD_PART_WRONG,
      `Part ${part} has ${bytes.length} bytes; ${Math.max(0, length)} were expected.`,
    )
  }
  if (upload.status !== 'receiving') {
    throw new OpenLedgerError(
      uploadErrors.UPLOAD_STATUS_WRONG,
      `The upload takes no more parts: it is ${upload.status}.`,
    )
  }
  const { parts } = uploadFolder(services.uploadsFolder, upload.id)
  const seal = createBlockSeal(services.contents.fileKey(upload.id))
  const path = join(parts, String(part))
  const unfinished = `${path}.${randomUUID()}`
  try {
    await using file = await open(unfinished, 'wx', 0o600)
    for (const block of sealedPart(seal, part, bytes)) await file.writeFile(block)
    await file.datasync()
    await rename(unfinished, path)
  } catch (error) {
    await rm(unfinished, { force: true })
    throw error
  }
  await services.db.insert(uploadParts).values({ uploadId: upload.id, part }).onConflictDoNothing()
}
