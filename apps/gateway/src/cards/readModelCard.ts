import type { ModelCard } from '@openledger/core/api/modelCard.ts'
import type { Address, Hash32 } from '@openledger/core/api/primitives.ts'
import { findBaseCard } from '@openledger/core/bases/findBaseCard.ts'
import { splitSchema } from '@openledger/core/payout/splitFee.ts'
import { hex32Schema, ZERO_HEX32 } from '@openledger/core/primitives/hex.ts'
import { adapters } from '@openledger/db/schema/adapters.ts'
import { models } from '@openledger/db/schema/models.ts'
import { trainingJobs } from '@openledger/db/schema/trainingJobs.ts'
import { and, desc, eq } from 'drizzle-orm'
import { z } from 'zod'
import type { GatewayServices } from '../gatewayServices.ts'
import type { TrackedJob } from '../jobs/trackedJobs.ts'
import { currentPrice, readPrices } from '../models/currentPrice.ts'
import type { RegisteredModel } from '../models/findRegistrations.ts'
import { publicationOf } from '../publishing/publicationOf.ts'
import { cardVersions } from './cardVersions.ts'
import { evaluationOfCard } from './evaluationOfCard.ts'
import { settingsOf } from './settingsOf.ts'

const rootsSchema = z.array(hex32Schema)

/** The card of a registered model: what its registration, its training and its evaluation come to. */
export async function cardOfModel(services: GatewayServices, model: RegisteredModel): Promise<ModelCard> {
  const { developer, manifestHash, adapterHash, logRoot, indexHash } = model
  const training = manifestHash === ZERO_HEX32 ? undefined : await trainingOf(services, developer, manifestHash)
  const price = currentPrice(await readPrices(services.db, model.modelId), await services.ledgerTime())
  return makeCard(services, {
    name: model.name,
    developer,
    baseHash: model.baseHash,
    training,
    hashes: { adapter: adapterHash, manifest: manifestHash, log: logRoot, index: indexHash },
    trainingVersions: rootsSchema.parse(model.trainingVersions),
    retrievalVersions: rootsSchema.parse(model.retrievalVersions),
    registration: {
      modelId: model.modelId,
      chainId: services.chain.chainId,
      registry: services.chain.addresses.modelRegistry,
      block: Number(model.blockNumber),
      owner: model.owner,
      price: price === undefined ? null : priceOf(price),
      split: splitSchema.parse(model.split),
    },
  })
}

/** The card of a training's adapter: of its newest registration where there is one. Undefined before it has succeeded. */
export async function cardOfTraining(services: GatewayServices, training: TrackedJob): Promise<ModelCard | undefined> {
  const { manifestHash, developer, name } = training
  if (manifestHash === null || training.status !== 'succeeded') return undefined
  const [registered] = await services.db
    .select()
    .from(models)
    .where(and(eq(models.manifestHash, manifestHash), eq(models.developer, developer)))
    .orderBy(desc(models.blockNumber), desc(models.logIndex))
    .limit(1)
  if (registered !== undefined) return cardOfModel(services, registered)
  const [adapter] = await services.db.select().from(adapters).where(eq(adapters.manifestHash, manifestHash))
  if (adapter === undefined) return undefined
  const { adapterHash, logRoot, indexHash } = adapter
  const { trainingVersions } = z.object({ trainingVersions: rootsSchema }).parse(training.result)
  return makeCard(services, {
    name,
    developer,
    baseHash: services.models.base.hash,
    training,
    hashes: { adapter: adapterHash, manifest: manifestHash, log: logRoot, index: indexHash },
    trainingVersions,
    retrievalVersions: [],
    registration: null,
  })
}

type Known = Pick<ModelCard, 'name' | 'developer' | 'hashes' | 'registration'> & {
  readonly baseHash: Hash32
  readonly training: TrackedJob | undefined
  readonly trainingVersions: readonly Hash32[]
  readonly retrievalVersions: readonly Hash32[]
}

async function makeCard(services: GatewayServices, known: Known): Promise<ModelCard> {
  const { training, trainingVersions, retrievalVersions, baseHash } = known
  const publication = training && (await publicationOf(services.db, training.jobId))
  const { versions, contributors } = await cardVersions(services.db, trainingVersions, retrievalVersions)
  const { base, embedding } = services.models
  const baseCard = findBaseCard(baseHash)
  const id = baseHash === base.hash ? base.id : baseHash === embedding?.hash ? embedding.id : baseHash
  return {
    name: known.name,
    registration: known.registration,
    developer: known.developer,
    licence: publication?.licence ?? null,
    base: {
      id,
      sha256: baseHash,
      title: baseCard?.title ?? null,
      licence: baseCard?.licence.name ?? null,
      source: baseCard?.source ?? null,
    },
    versions,
    contributors,
    training: training?.manifestHash == null ? null : await settingsOf(services, training.manifestHash),
    evaluation:
      publication?.evaluationId == null
        ? null
        : ((await evaluationOfCard(services.db, publication.evaluationId)) ?? null),
    hashes: known.hashes,
  }
}

/** The developer's training that gave the adapter; of several the one whose card was spoken of, else the newest. */
async function trainingOf(
  services: GatewayServices,
  developer: Address,
  manifestHash: Hash32,
): Promise<TrackedJob | undefined> {
  const jobs = await services.db
    .select()
    .from(trainingJobs)
    .where(
      and(
        eq(trainingJobs.manifestHash, manifestHash),
        eq(trainingJobs.developer, developer),
        eq(trainingJobs.kind, 'train'),
        eq(trainingJobs.status, 'succeeded'),
      ),
    )
    .orderBy(desc(trainingJobs.createdAt))
  for (const job of jobs) if ((await publicationOf(services.db, job.jobId)) !== undefined) return job
  return jobs[0]
}

function priceOf({
  version,
  inputPrice,
  outputPrice,
}: {
  readonly version: number
  readonly inputPrice: bigint
  readonly outputPrice: bigint
}) {
  return { version, inputPrice: inputPrice.toString(), outputPrice: outputPrice.toString() }
}
