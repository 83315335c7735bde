import type { Database } from '@openledger/db/database.ts'
import { openDatabase } from '@openledger/db/openDatabase.ts'
import { apiKeys } from '@openledger/db/schema/apiKeys.ts'
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { freshDatabase } from '../../../../packages/db/test/freshDatabase.ts'
import { openPaidChannel } from '../../test/paidChannel.ts'
import { createKeyRing } from './createKeyRing.ts'

test('a key is kept until it is forgotten, also one that was being read while it was revoked', async () => {
  const { db, close } = await openDatabase({ url: await freshDatabase() })
  const ring = createKeyRing(db)
  const { keyId } = await openPaidChannel(db)
  const keyHash = `0x${keyId}` as const
  const change = (revokedAt: Date | null) => db.update(apiKeys).set({ revokedAt }).where(eq(apiKeys.id, keyId))
  expect(await ring.find('0x00')).toBeUndefined()
  expect(await ring.find(keyHash)).toMatchObject({ id: keyId, revokedAt: null })
  await change(new Date())
  expect(await ring.find(keyHash)).toMatchObject({ revokedAt: null })
  ring.forget(keyHash)
  expect((await ring.find(keyHash))?.revokedAt).toBeInstanceOf(Date)

  await change(null)
  const read = Promise.withResolvers<void>()
  const arrived = Promise.withResolvers<void>()
  // A read whose answer comes late.
  const where = async () => {
    const rows = await db.select().from(apiKeys).where(eq(apiKeys.id, keyId))
    read.resolve()
    await arrived.promise
    return rows
  }
  const late = createKeyRing({ select: () => ({ from: () => ({ where }) }) } as unknown as Database)
  const reading = late.find(keyHash)
  await read.promise
  await change(new Date())
  late.forget(keyHash)
  arrived.resolve()
  expect((await reading)?.revokedAt).toBeNull()
  expect((await late.find(keyHash))?.revokedAt).toBeInstanceOf(Date)
  await close()
})
