import { rm } from 'node:fs/promises'
import { parseRequestSchema } from '@openledger/core/api/uploads.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { uploads } from '@openledger/db/schema/uploads.ts'
import { and, eq } from 'drizzle-orm'
import type { GatewayServices } from '../gatewayServices.ts'
import type { StoredUpload } from './findUpload.ts'
import { parseInProcess } from './parseInProcess.ts'
import { uploadFolder } from './uploadFolder.ts'

/** Reads an uploaded file in a process of its own and books what came of it; the file itself is not needed any more. */
export async function readUpload(
  services: Pick<GatewayServices, 'db' | 'contents' | 'uploadsFolder'>,
  upload: StoredUpload,
): Promise<void> {
  const paths = uploadFolder(services.uploadsFolder, upload.id)
  const end = async (values: Partial<StoredUpload>) => {
    await services.db
      .update(uploads)
      .set(values)
      .where(and(eq(uploads.id, upload.id), eq(uploads.status, 'parsing')))
    await rm(paths.parts, { recursive: true, force: true })
  }
  try {
    const records = await parseInProcess(
      { paths, bytes: Number(upload.bytes), key: services.contents.fileKey(upload.id) },
      parseRequestSchema.parse(upload.parse),
    )
    await end({ status: 'parsed', records })
  } catch (error) {
    const known = OpenLedgerError.find(error)
    if (known === undefined) throw error
    await end({ status: 'refused', code: known.code, reason: known.message })
  }
}
