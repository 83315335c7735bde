import { randomUUID } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { registerModel } from '@openledger/chain/actions/registerModel.ts'
import { createUserWallet } from '@openledger/chain/actions/userWallet.ts'
import { type TrainingResult, trainingResultSchema } from '@openledger/core/api/training.ts'
import { DEFAULT_SPLIT } from '@openledger/core/payout/splitFee.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { models } from '@openledger/db/schema/models.ts'
import { prices } from '@openledger/db/schema/prices.ts'
import { trainingJobs } from '@openledger/db/schema/trainingJobs.ts'
import { eq } from 'drizzle-orm'
import { job as trainJob } from '../src/jobs/train.ts'
import { accounts, addressOf } from './accounts.ts'
import { oneAtATime } from './oneAtATime.ts'
import type { Stack } from './stack.ts'

/** Prices of the fixture's model, wei a token. */
export const fixturePrice = { inputPrice: 10n ** 12n, outputPrice: 10n ** 13n }

/** Inserts a training job for the fixture's version and runs it as the queue would. */
export async function trainFixture(
  stack: Stack,
  version: Hex32,
  request: object = {},
): Promise<{ jobId: string; result: TrainingResult }> {
  const { db } = stack.deps
  const jobId = randomUUID()
  const config = { rank: 8, learningRate: 0.002, epochs: 12, batchSize: 8 }
  await db.insert(trainingJobs).values({
    jobId,
    kind: 'train',
    developer: addressOf('developer'),
    name: 'coder',
    request: { name: 'coder', versions: [version], config, ...request },
  })
  // Two test files want the same adapter: the one that comes later finds it.
  await mkdir(stack.deps.modelsDir, { recursive: true })
  await oneAtATime(join(stack.deps.modelsDir, 'training.lock'), () =>
    trainJob.run(
      { jobId },
      { jobId, attempt: 0, lastAttempt: true, signal: new AbortController().signal, deps: stack.deps },
    ),
  )
  const [row] = await db.select().from(trainingJobs).where(eq(trainingJobs.jobId, jobId))
  return { jobId, result: trainingResultSchema.parse(row?.result) }
}

/** Registers the trained model on chain and in the database, as developer and indexer would. */
export async function registerFixtureModel(stack: Stack, result: TrainingResult, name = 'coder'): Promise<Hex32> {
  const { db } = stack.deps
  const developer = createUserWallet({ chain: stack.chain, account: accounts.developer })
  const { baseHash, adapterHash, manifestHash, logRoot, indexHash, trainingVersions } = result
  const bound = {
    name,
    baseHash,
    adapterHash,
    manifestHash,
    logRoot,
    indexHash,
    trainingVersions,
    retrievalVersions: [],
  }
  const { modelId } = await registerModel(developer, { ...bound, ...fixturePrice, split: DEFAULT_SPLIT })
  await db.insert(models).values({
    modelId,
    developer: addressOf('developer'),
    owner: addressOf('developer'),
    ...bound,
    split: DEFAULT_SPLIT,
    blockNumber: 1n,
    logIndex: 0,
  })
  await db.insert(prices).values({ modelId, priceVersion: 1, ...fixturePrice, effectiveFrom: 0n, blockNumber: 1n })
  return modelId
}
