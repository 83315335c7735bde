import { type AnswerEncoder, createAnswerEncoder } from '@openledger/chain/challenger/encodeAnswer.ts'
import type { OpenDemand } from '@openledger/chain/challenger/openDemands.ts'
import { parseEpochManifest } from '@openledger/core/data/epochManifest.ts'
import { type Epoch, epochSchema } from '@openledger/core/epoch/epoch.ts'
import { loadPublished } from '@openledger/core/verify/loadPublished.ts'
import { epochs } from '@openledger/db/schema/epochs.ts'
import { eq } from 'drizzle-orm'
import type { WorkerDeps } from '../workerDeps.ts'

type AnswerDeps = Pick<WorkerDeps, 'db' | 'chain' | 'chainReader' | 'dataStore' | 'logger'>

/**
 * Answers on chain what is demanded of this operator's open epochs, with what it published: an epoch whose data stays
 * away is void and costs the bond. Who demanded has paid for the answer. A demand that fails does not keep
 * the others from being answered.
 * @throws the first failure, once all were tried: CHAIN_*, DATA_NOT_FOUND, DATA_CORRUPT
 */
export async function answerDemands(deps: AnswerDeps): Promise<void> {
  const demands = await deps.chain.openDemands()
  if (demands.length === 0) return
  const now = await deps.chain.now()
  const failures: unknown[] = []
  const open = demands.filter(({ deadline }) => deadline >= now)
  for (const [number, ofEpoch] of Map.groupBy(open, (demand) => demand.number)) {
    await answerEpoch(deps, number, ofEpoch, failures).catch((error: unknown) => failures.push(error))
  }
  if (failures.length > 0) throw failures[0]
}

async function answerEpoch(
  deps: AnswerDeps,
  number: bigint,
  demands: readonly OpenDemand[],
  failures: unknown[],
): Promise<void> {
  const [row] = await deps.db.select({ epoch: epochs.epoch }).from(epochs).where(eq(epochs.number, number))
  if (row === undefined || row.epoch === null) return
  const epoch = epochSchema.parse(row.epoch)
  const manifest = parseEpochManifest(await deps.dataStore.get(epoch.dataCommitment))
  const published = await loadPublished(deps.dataStore, manifest)
  const block = await deps.chain.blockNumber()
  const encode = createAnswerEncoder({ epoch, published, reader: deps.chainReader, block })
  // Side by side: who demands a lot at once must not get an epoch void because answers wait for each other's blocks.
  for (let first = 0; first < demands.length; first += ANSWERS_AT_ONCE) {
    const some = demands.slice(first, first + ANSWERS_AT_ONCE)
    const done = await Promise.allSettled(some.map((demand) => answerDemand(deps, epoch, encode, demand)))
    failures.push(...done.flatMap((result) => (result.status === 'rejected' ? [result.reason] : [])))
  }
}

/** Transactions that answer and wait for their blocks at once. */
const ANSWERS_AT_ONCE = 32

async function answerDemand(deps: AnswerDeps, epoch: Epoch, encode: AnswerEncoder, demand: OpenDemand): Promise<void> {
  const { post, tree, chunk, size } = demand
  const run = await encode(tree, chunk, size)
  await deps.chain.answerDemand(`demand:${post}:${tree}:${chunk}:answer`, epoch, demand, run)
  deps.logger.info({ epoch: Number(epoch.number), tree, chunk }, 'demanded data answered on chain')
}
