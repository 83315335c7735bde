import { randomUUID } from 'node:crypto'
import { mkdir, rm, statfs } from 'node:fs/promises'
import type { Address, Hash32 } from '@openledger/core/api/primitives.ts'
import type { CreateUploadRequest } from '@openledger/core/api/uploads.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { canonicalHash } from '@openledger/core/json/canonicalJson.ts'
import { assertPath } from '@openledger/data/ingest/assertPath.ts'
import type { Database } from '@openledger/db/database.ts'
import { contributions } from '@openledger/db/schema/contributions.ts'
import { uploads } from '@openledger/db/schema/uploads.ts'
import { and, eq, inArray, sql } from 'drizzle-orm'
import type { GatewayServices } from '../gatewayServices.ts'
import { uploadErrors } from './errors.ts'
import type { StoredUpload } from './findUpload.ts'
import { forgetExpired } from './forgetUpload.ts'
import { uploadLimits } from './limits.ts'
import { uploadFolder } from './uploadFolder.ts'

/**
 * Announces a file, or finds it where it was announced before: the same account, Datanet, content and way of reading
 * are one upload. Only who has commitments on chain that wait for their content may announce one; what an account has
 * on its way is counted under a lock, so that two requests together get no more than one after the other.
 *
 * @throws UPLOAD_NOTHING_COMMITTED, UPLOAD_TOO_MANY, UPLOAD_NO_ROOM, DATA_PATH_UNSAFE
 */
export async function announceUpload(
  services: Pick<GatewayServices, 'db' | 'clock' | 'uploadsFolder'>,
  account: Address,
  request: CreateUploadRequest,
): Promise<StoredUpload> {
  const { datanetId, sha256, bytes, parse } = request
  assertPath(parse.path)
  await forgetExpired(services)
  const key = canonicalHash([account, datanetId, sha256, JSON.parse(JSON.stringify(parse))])
  await mkdir(services.uploadsFolder, { recursive: true, mode: 0o700 })
  return services.db.transaction(async (transaction) => {
    await transaction.execute(sql`SELECT pg_advisory_xact_lock(hashtext(${`uploads:${account}`}))`)
    const [known] = await transaction.select().from(uploads).where(eq(uploads.key, key))
    if (known !== undefined) return known
    await assertCommitted(transaction, datanetId, account)
    await assertRoomFor(transaction, account, bytes, services.uploadsFolder)
    const id = randomUUID()
    const paths = uploadFolder(services.uploadsFolder, id)
    const expiresAt = new Date(services.clock.now() + uploadLimits.keep_s * 1000)
    const row = {
      id,
      key,
      account,
      datanetId,
      sha256,
      bytes: BigInt(bytes),
      parse,
      status: 'receiving' as const,
      expiresAt,
    }
    await mkdir(paths.folder, { mode: 0o700 })
    try {
      await mkdir(paths.parts, { mode: 0o700 })
      const [kept] = await transaction.insert(uploads).values(row).returning()
      if (kept === undefined) throw new Error('The upload was not kept.')
      return kept
    } catch (error) {
      await rm(paths.folder, { recursive: true, force: true })
      throw error
    }
  })
}

/** Content follows its commitments, never the other way round. */
async function assertCommitted(db: Database, datanetId: Hash32, account: Address): Promise<void> {
  const waiting = and(
    eq(contributions.datanetId, datanetId),
    eq(contributions.contributor, account),
    inArray(contributions.status, ['onchain', 'uploaded']),
  )
  if ((await db.$count(contributions, waiting)) === 0) {
    throw new OpenLedgerError(
      uploadErrors.UPLOAD_NOTHING_COMMITTED,
      'The account has no contribution on chain in this Datanet that waits for its content.',
    )
  }
}

async function assertRoomFor(db: Database, account: Address, bytes: number, folder: string): Promise<void> {
  const own = await db.select({ bytes: uploads.bytes }).from(uploads).where(eq(uploads.account, account))
  const total = own.reduce((sum, row) => sum + Number(row.bytes), bytes)
  if (own.length >= uploadLimits.count || total > uploadLimits.bytes) {
    throw new OpenLedgerError(
      uploadErrors.UPLOAD_TOO_MANY,
      `An account may have ${uploadLimits.count} files of ${uploadLimits.bytes} bytes together on their way.`,
      { details: { count: uploadLimits.count, bytes: uploadLimits.bytes } },
    )
  }
  const { bavail, bsize } = await statfs(folder)
  if (bavail * bsize < bytes + uploadLimits.reserve) {
    throw new OpenLedgerError(uploadErrors.UPLOAD_NO_ROOM, 'There is no room for a file of this size.')
  }
}
