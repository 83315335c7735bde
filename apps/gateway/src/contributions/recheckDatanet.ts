import type { Hash32 } from '@openledger/core/api/primitives.ts'
import { datanetChecks } from '@openledger/db/schema/datanetChecks.ts'
import { and, eq } from 'drizzle-orm'
import type { GatewayDeps } from '../gatewayDeps.ts'
import { checkDatanet } from './checkDatanet.ts'
import { processCheckers } from './datanetCheckers.ts'
import { lockDatanet } from './lockDatanet.ts'
import { readCheckSettings } from './readCheckSettings.ts'

/** Records of one transaction: others who wait for the Datanet wait for no more than these. */
const RECORDS = 500

/**
 * Checks a Datanet's records anew until its recheck is done, in many short transactions. Killed in between, it goes on
 * where it was: findings that were made with these settings are there and are not made again. Settings that are set
 * meanwhile are another recheck, which is done with this one.
 *
 * @param isStopped asked between two transactions
 */
export async function recheckDatanet(
  { db, contents }: Pick<GatewayDeps, 'db' | 'contents'>,
  datanetId: Hash32,
  isStopped: () => boolean,
): Promise<void> {
  for (;;) {
    if (isStopped()) return
    const isDone = await db.transaction(async (transaction) => {
      await lockDatanet(transaction, datanetId)
      const { recheck } = await readCheckSettings(transaction, datanetId)
      if (recheck === undefined) return true
      if ((await checkDatanet(transaction, contents, datanetId, processCheckers, RECORDS)) >= RECORDS) return false
      // Only this one: settings may have been set since they were read.
      const ended = await transaction
        .update(datanetChecks)
        .set({ recheck: null })
        .where(and(eq(datanetChecks.datanetId, datanetId), eq(datanetChecks.recheck, recheck)))
        .returning({ datanetId: datanetChecks.datanetId })
      return ended.length > 0
    })
    if (isDone) return
  }
}
