import { openDatabase } from '@openledger/db/openDatabase.ts'
import { expect, test } from 'vitest'
import { freshDatabase } from '../../../../packages/db/test/freshDatabase.ts'
import { ledgerServices, openPaidChannel, reserveOne } from '../../test/paidChannel.ts'
import { settleCall } from './settleCall.ts'

test("a channel's receipts never go back in time, whatever the clock does", async () => {
  const opened = await openDatabase({ url: await freshDatabase() })
  let now_s = 1_000
  const services = { ...ledgerServices(opened), ledgerTime: async () => now_s }
  const key = await openPaidChannel(opened.db)
  const times: (bigint | undefined)[] = []
  for (now_s of [1_000, 400, 1_007]) {
    const call = await reserveOne(services, key)
    const settled = await settleCall(services, call, { answer: 'x', outputTokens: 1, finish: 'stop' })
    times.push(settled?.receipt.time)
  }
  expect(times).toEqual([1_000n, 1_000n, 1_007n])
  // Another process that goes on with the books.
  const next = { ...ledgerServices(opened), ledgerTime: async () => 5 }
  const call = await reserveOne(next, key)
  expect((await settleCall(next, call, { answer: 'x', outputTokens: 1, finish: 'stop' }))?.receipt.time).toBe(1_007n)
  await opened.close()
})
