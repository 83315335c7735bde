import type { Address } from '@openledger/core/api/primitives.ts'
import type { Upload } from '@openledger/core/api/uploads.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { Database } from '@openledger/db/database.ts'
import { uploadParts } from '@openledger/db/schema/uploadParts.ts'
import { uploads } from '@openledger/db/schema/uploads.ts'
import { and, asc, eq, gt } from 'drizzle-orm'
import { uploadErrors } from './errors.ts'

export type StoredUpload = typeof uploads.$inferSelect

/**
 * An account's own upload that has not expired. Others' look as if they were not there.
 *
 * @param now ms since 1970
 * @throws UPLOAD_NOT_FOUND
 */
export async function findUpload(db: Database, id: string, account: Address, now: number): Promise<StoredUpload> {
  const [row] = await db
    .select()
    .from(uploads)
    .where(and(eq(uploads.id, id), eq(uploads.account, account), gt(uploads.expiresAt, new Date(now))))
  if (row === undefined) throw new OpenLedgerError(uploadErrors.UPLOAD_NOT_FOUND, `There is no upload ${id} of yours.`)
  return row
}

/** An upload as the API shows it. */
export async function toApiUpload(db: Database, row: StoredUpload): Promise<Upload> {
  const parts = await db
    .select({ part: uploadParts.part })
    .from(uploadParts)
    .where(eq(uploadParts.uploadId, row.id))
    .orderBy(asc(uploadParts.part))
  return {
    uploadId: row.id,
    account: row.account,
    datanetId: row.datanetId,
    sha256: row.sha256,
    bytes: Number(row.bytes),
    status: row.status,
    parts: parts.map(({ part }) => part),
    records: row.records,
    code: row.code,
    reason: row.reason,
    expiresAt: Math.floor(row.expiresAt.getTime() / 1000),
  }
}
