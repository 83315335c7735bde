import { expect, test } from 'vitest'
import { freshDatabase } from '../test/freshDatabase.ts'
import { assertLedger, bindLedger } from './bindLedger.ts'
import { openDatabase } from './openDatabase.ts'

test('books belong to the operator and deployment that opened them first', async () => {
  const { db, close } = await openDatabase({ url: await freshDatabase() })
  const mine = { chainId: 31337n, settlement: `0x${'5'.repeat(40)}`, operator: `0x${'a'.repeat(40)}` } as const
  await assertLedger(db, mine)
  await bindLedger(db, mine)
  await bindLedger(db, mine)
  const others = [
    { ...mine, chainId: 1n },
    { ...mine, settlement: `0x${'6'.repeat(40)}` },
    { ...mine, operator: `0x${'b'.repeat(40)}` },
  ] as const
  for (const other of others) {
    await expect(bindLedger(db, other)).rejects.toMatchObject({ code: 'DB_OTHER_LEDGER' })
  }
  await bindLedger(db, mine)
  await close()
})
