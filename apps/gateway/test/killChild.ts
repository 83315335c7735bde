import { openDatabase } from '@openledger/db/openDatabase.ts'
import { recoverCalls } from '../src/calls/recoverCalls.ts'
import { reserveCalls } from '../src/calls/reserveCalls.ts'
import { settleCall } from '../src/calls/settleCall.ts'
import { ledgerServices, openPaidChannel, preparedCall } from './paidChannel.ts'

/** Reserves and settles calls on one channel, many at a time, until it is killed. argv: the database's folder or url. */
const [where = ''] = process.argv.slice(2)
const opened = await openDatabase(where.startsWith('postgres:') ? { url: where } : { dataDir: where })
const { db } = opened
const services = ledgerServices(opened)
const silent = () => {}
await recoverCalls({ db, clock: Date, logger: { debug: silent, info: silent, warn: silent, error: silent } })
const key = await openPaidChannel(db)

const caller = async (seed: number): Promise<void> => {
  for (let turn = seed; ; turn += 1) {
    // One call, or several that are reserved together and settled one by one.
    const { calls } = await reserveCalls(
      services,
      key,
      Array.from({ length: 1 + (turn % 3) }, () => preparedCall()),
    )
    for (const [index, call] of calls.entries()) {
      const outputTokens = (turn + index) % 10
      await settleCall(services, call, {
        answer: outputTokens === 0 ? undefined : 'x'.repeat(outputTokens),
        outputTokens,
        finish: turn % 3 === 0 ? 'cancelled' : 'stop',
      })
      process.stdout.write('.')
    }
  }
}
await Promise.all([0, 1, 2, 3, 4].map(caller))
