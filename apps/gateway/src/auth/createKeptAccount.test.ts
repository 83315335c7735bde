import { randomBytes, randomUUID } from 'node:crypto'
import type { Database } from '@openledger/db/database.ts'
import { openDatabase } from '@openledger/db/openDatabase.ts'
import { keptAccounts } from '@openledger/db/schema/keptAccounts.ts'
import { passkeys } from '@openledger/db/schema/passkeys.ts'
import { eq } from 'drizzle-orm'
import { privateKeyToAddress } from 'viem/accounts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase } from '../../../../packages/db/test/freshDatabase.ts'
import { createKeptAccount } from './createKeptAccount.ts'
import { unsealKey } from './sealKey.ts'

let db: Database
let close: () => Promise<void>
let now_ms = Date.now()
const deps = { accountSecret: new Uint8Array(32).fill(3), clock: { now: () => now_ms } }
beforeAll(async () => {
  ;({ db, close } = await openDatabase({ url: await freshDatabase() }))
})
afterAll(() => close())
const make = (perHour: number, id: string = randomUUID()) => {
  const boundTo = randomBytes(32).toString('base64url')
  const made = { id, publicKey: 'AA', counter: 0, transports: [], backedUp: false, boundTo, name: 'x' }
  return db.transaction((transaction) => createKeptAccount(transaction, deps, made, perHour))
}

test('the key that is kept is the account’s, sealed', async () => {
  const account = await make(10)
  const [kept] = await db.select().from(keptAccounts).where(eq(keptAccounts.account, account))
  const privateKey = unsealKey(deps.accountSecret, account, kept?.privateKey ?? '')
  expect(privateKeyToAddress(privateKey).toLowerCase()).toBe(account)
})

test('no more in an hour than may be, also side by side; the next hour others', async () => {
  now_ms += 3_600_001
  const made = await Promise.allSettled(Array.from({ length: 12 }, () => make(5)))
  expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(5)
  for (const one of made)
    if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'ACCOUNTS_TOO_MANY', status: 429 })
  now_ms += 3_600_001
  expect(await make(5)).toMatch(/^0x/)
})

test('a passkey that is known makes no account: neither row is written', async () => {
  now_ms += 3_600_001
  await make(5, 'known')
  const before = [await db.$count(keptAccounts), await db.$count(passkeys)]
  await expect(make(5, 'known')).rejects.toMatchObject({ code: 'PASSKEY_EXISTS' })
  expect([await db.$count(keptAccounts), await db.$count(passkeys)]).toEqual(before)
})
