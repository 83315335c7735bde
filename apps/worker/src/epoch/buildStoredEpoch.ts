import { createTreePool } from '@openledger/chain/trees/createTreePool.ts'
import type { epochTotalsSchema } from '@openledger/core/api/epochs.ts'
import { type BuiltEpoch, buildEpoch } from '@openledger/core/epoch/buildEpoch.ts'
import { epochSchema } from '@openledger/core/epoch/epoch.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { ROLE } from '@openledger/core/leaves/creditLeaf.ts'
import { epochCredits } from '@openledger/db/schema/epochCredits.ts'
import { epochPayouts } from '@openledger/db/schema/epochPayouts.ts'
import { epochs } from '@openledger/db/schema/epochs.ts'
import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { workerErrors } from '../errors.ts'
import type { WorkerDeps } from '../workerDeps.ts'
import { gatherEpochFacts } from './epochFacts.ts'
import { epochReceipts } from './epochReceipts.ts'
import { epochRules } from './epochRules.ts'
import { previousEpoch } from './previousEpoch.ts'
import { untilPast } from './untilPast.ts'

/** Leaves from which threads build the trees in less time than they take to start. */
const LEAVES_FOR_THREADS = 10_000

/**
 * Step 4 of an epoch: derives it with core, which checks every rule, and checks it against what was collected.
 * Nothing is written.
 *
 * @throws EPOCH_FUNDS_DIFFER, EPOCH_*
 */
export async function deriveEpoch(deps: WorkerDeps, number: bigint): Promise<BuiltEpoch> {
  const accounted = await epochReceipts(deps.db, number)
  let latest = 0n
  for (const { receipt } of accounted.receipts) if (receipt.time > latest) latest = receipt.time
  await untilPast(deps.chain, latest)
  const facts = await gatherEpochFacts(deps, accounted.receipts)
  const previous = await previousEpoch(deps.db, number)
  const attributed = [...accounted.attributions.values()].reduce((count, entries) => count + entries.length, 0)
  const isLarge = (previous?.payouts.length ?? 0) + attributed >= LEAVES_FOR_THREADS
  await using pool = isLarge ? await createTreePool() : undefined
  const built = await buildEpoch({
    chainId: deps.chainId,
    settlement: deps.settlement,
    operator: deps.operator,
    number,
    previous,
    ...accounted,
    ...facts,
    rules: await epochRules(deps.db, facts),
    ...(pool === undefined ? {} : { kit: pool }),
  })
  const books = await deps.chain.books()
  const collected = books.funded - books.accounted
  if (books.epochCount < number && collected !== built.epoch.receipts.sum) {
    throw new OpenLedgerError(
      workerErrors.EPOCH_FUNDS_DIFFER,
      `${collected} wei were collected for this epoch, its receipts sum to ${built.epoch.receipts.sum}.`,
    )
  }
  return built
}

/** Keeps a derived epoch with its credits and payouts, in one transaction. */
export async function storeEpoch(deps: WorkerDeps, built: BuiltEpoch): Promise<void> {
  const { number } = built.epoch
  await deps.db.transaction(async (transaction) => {
    await transaction.delete(epochCredits).where(eq(epochCredits.epoch, number))
    await transaction.delete(epochPayouts).where(eq(epochPayouts.epoch, number))
    for (const page of pages(built.leaves.credits)) {
      await transaction
        .insert(epochCredits)
        .values(page.map(({ runningSum: _, ...credit }) => ({ epoch: number, ...credit })))
    }
    for (const page of pages(built.payouts)) {
      await transaction.insert(epochPayouts).values(page.map((payout) => ({ epoch: number, ...payout })))
    }
    await transaction
      .update(epochs)
      .set({
        epoch: z.encode(epochSchema, built.epoch),
        epochHash: built.epochHash,
        dataCommitment: built.epoch.dataCommitment,
        totals: totalsOf(built),
        updatedAt: new Date(),
      })
      .where(eq(epochs.number, number))
  })
}

function totalsOf({ epoch, burned, leaves }: BuiltEpoch): z.output<typeof epochTotalsSchema> {
  const fees = epoch.receipts.sum
  const pools = leaves.credits.reduce((sum, { role, amount }) => (role === ROLE.stakers ? sum + amount : sum), 0n)
  return {
    calls: epoch.receipts.count,
    fees: String(fees),
    paid: String(fees - burned),
    burned: String(burned),
    carried: '0',
    pools: String(pools),
  }
}

/** Rows of one INSERT: well under PostgreSQL's 65,535 parameters. */
function* pages<T>(rows: readonly T[], size = 1_000): Generator<readonly T[]> {
  for (let start = 0; start < rows.length; start += size) yield rows.slice(start, start + size)
}
