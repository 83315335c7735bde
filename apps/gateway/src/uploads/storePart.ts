import { open } from 'node:fs/promises'
import { uploadPartBytes } from '@openledger/core/api/uploads.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { uploadParts } from '@openledger/db/schema/uploadParts.ts'
import type { GatewayServices } from '../gatewayServices.ts'
import { uploadErrors } from './errors.ts'
import type { StoredUpload } from './findUpload.ts'
import { uploadFolder } from './uploadFolder.ts'

/**
 * Writes one part to its place in the file, and notes it once it is on the disk. The same part again changes nothing.
 *
 * @throws UPLOAD_PART_WRONG, UPLOAD_STATUS_WRONG
 */
export async function storePart(
  services: Pick<GatewayServices, 'db' | 'uploadsFolder'>,
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
  const file = await open(uploadFolder(services.uploadsFolder, upload.id).file, 'r+')
  try {
    for (let at = 0; at < length; ) {
      const { bytesWritten } = await file.write(bytes, at, length - at, part * uploadPartBytes + at)
      at += bytesWritten
    }
    await file.datasync()
  } finally {
    await file.close()
  }
  await services.db.insert(uploadParts).values({ uploadId: upload.id, part }).onConflictDoNothing()
}
