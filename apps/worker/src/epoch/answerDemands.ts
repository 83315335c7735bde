import { encodeChunk } from '@openledger/chain/challenger/encodeChunk.ts'
import type { OpenDemand } from '@openledger/chain/challenger/openDemands.ts'
import { parseEpochManifest } from '@openledger/core/data/epochManifest.ts'
import { epochSchema } from '@openledger/core/epoch/epoch.ts'
import { loadPublished } from '@openledger/core/verify/loadPublished.ts'
import { epochs } from '@openledger/db/schema/epochs.ts'
import { eq } from 'drizzle-orm'
import type { WorkerDeps } from '../workerDeps.ts'

type AnswerDeps = Pick<WorkerDeps, 'db' | 'chain' | 'dataStore' | 'logger'>

/**
 * Answers on chain what is demanded of this operator's open epochs, with the leaves that it published: an epoch whose
 * data stays away is void and costs the bond. Who demanded has paid for the answer. A demand that fails does not keep
 * the others from being answered.
 * @throws the first failure, once all were tried: CHAIN_*, DATA_NOT_FOUND, DATA_CORRUPT
 */
export async function answerDemands(deps: AnswerDeps): Promise<void> {
  const demands = await deps.chain.openDemands()
  if (demands.length === 0) return
  const now = await deps.chain.now()
  const failures: unknown[] = []
  for (const demand of demands.filter(({ deadline }) => deadline >= now)) {
    await answerDemand(deps, demand).catch((error: unknown) => failures.push(error))
  }
  if (failures.length > 0) throw failures[0]
}

async function answerDemand(deps: AnswerDeps, demand: OpenDemand): Promise<void> {
  const { number, post, tree, chunk, size } = demand
  const [row] = await deps.db.select({ epoch: epochs.epoch }).from(epochs).where(eq(epochs.number, number))
  if (row === undefined || row.epoch === null) return
  const epoch = epochSchema.parse(row.epoch)
  const manifest = parseEpochManifest(await deps.dataStore.get(epoch.dataCommitment))
  const { leaves } = await loadPublished(deps.dataStore, manifest)
  const run = encodeChunk({ epoch, leaves }, tree, chunk, size)
  await deps.chain.answerDemand(`demand:${post}:${tree}:${chunk}:answer`, epoch, demand, run)
  deps.logger.info({ epoch: Number(number), tree, chunk }, 'demanded data answered on chain')
}
