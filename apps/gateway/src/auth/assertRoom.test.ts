import type { Database } from '@openledger/db/database.ts'
import { openDatabase } from '@openledger/db/openDatabase.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase } from '../../../../packages/db/test/freshDatabase.ts'
import { openPaidChannel } from '../../test/paidChannel.ts'
import { assertRoom } from './assertRoom.ts'
import { openSession } from './openSession.ts'

let db: Database
let close: () => Promise<void>
let now_ms = Date.now()
const clock = { now: () => now_ms }
beforeAll(async () => {
  ;({ db, close } = await openDatabase({ url: await freshDatabase() }))
})
afterAll(() => close())
const stranger = (number: number) => `0x${number.toString(16).padStart(40, '0')}` as const

test('strangers wait when too many came in an hour, who has a channel does not', async () => {
  const { account: payer } = await openPaidChannel(db)
  const open = async (account: `0x${string}`) => {
    await assertRoom({ db, clock }, account, 5)
    return openSession(db, { account, passkeyId: null, now_ms, chainId: 1 })
  }
  for (let number = 1; number <= 5; number += 1) await open(stranger(number))
  await expect(open(stranger(6))).rejects.toMatchObject({ code: 'SESSIONS_TOO_MANY', status: 429 })
  await expect(open(stranger(1))).rejects.toMatchObject({ code: 'SESSIONS_TOO_MANY' })
  expect(await open(payer)).toMatchObject({ account: payer })
  now_ms += 3_600_001
  expect(await open(stranger(6))).toMatchObject({ account: stranger(6) })
})
