import { epochSchema } from '@openledger/core/epoch/epoch.ts'
import type { Database } from '@openledger/db/database.ts'
import { epochs } from '@openledger/db/schema/epochs.ts'
import { asc, eq } from 'drizzle-orm'
import type { EpochChain } from '../chain/epochChain.ts'

/**
 * Step 7 of an epoch: makes the posted epochs final whose challenge window has passed on chain, oldest first,
 * and notes those that somebody else made final.
 *
 * @returns the numbers that are final since this run.
 */
export async function finalizeEpochs(db: Database, chain: EpochChain): Promise<readonly bigint[]> {
  const posted = await db
    .select({ number: epochs.number, epoch: epochs.epoch })
    .from(epochs)
    .where(eq(epochs.status, 'posted'))
    .orderBy(asc(epochs.number))
  const final: bigint[] = []
  for (const { number, epoch } of posted) {
    const before = await chain.epochOf(number)
    if (before.status === 'open' && (await chain.now()) >= before.finalizesAt)
      await chain.finalize(`epoch:${number}:finalize`, epochSchema.parse(epoch))
    const after = await chain.epochOf(number)
    if (after.status !== 'final') break
    await db.update(epochs).set({ status: 'final', updatedAt: new Date() }).where(eq(epochs.number, number))
    final.push(number)
  }
  return final
}
