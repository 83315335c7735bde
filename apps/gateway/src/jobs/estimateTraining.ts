import type { TrainingEstimate } from '@openledger/core/api/estimates.ts'
import type { Address, Hash32 } from '@openledger/core/api/primitives.ts'
import type { CreateTrainingJobRequest } from '@openledger/core/api/training.ts'
import { findBaseCard } from '@openledger/core/bases/findBaseCard.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { trainerDefaults } from '@openledger/core/training/trainerDefaults.ts'
import { trainingMemory } from '@openledger/core/training/trainingMemory.ts'
import { selectRecords } from '@openledger/db/training/selectRecords.ts'
import type { GatewayServices } from '../gatewayServices.ts'
import { assertChoices } from './assertChoices.ts'
import { countTrainingTokens } from './countTrainingTokens.ts'
import { judgeFit } from './judgeFit.ts'
import { trainingAccess, type VersionAccess } from './trainingAccess.ts'
import { trainingRate } from './trainingRate.ts'

/** Until the trainer's first step, in a process that has loaded the base before. */
const START_s = 5

/**
 * What a training would read, take and cost. Versions that the developer may not train on say nothing of their records but
 * how many the chain has.
 *
 * @throws VERSION_NOT_FOUND, CHAIN_*
 */
export async function estimateTraining(
  services: GatewayServices,
  developer: Address,
  request: CreateTrainingJobRequest,
): Promise<TrainingEstimate> {
  const { db, models } = services
  const { epochs = trainerDefaults.epochs, batchSize = trainerDefaults.batchSize, ...config } = request.config ?? {}
  const access = await trainingAccess(services, developer, request.versions)
  const { taken, perVersion } = await takenOf(services, request, access)
  const all = taken.length
  const share = config.validationShare ?? trainerDefaults.validationShare
  // As the trainer holds out: rounded up, and one record at least is trained on.
  const heldOut = Math.max(0, Math.min(all - 1, Math.ceil(all * Math.round(share * 1e6) * 1e-6)))
  const records = all - heldOut
  const { each, longest, isSampled } = await countTrainingTokens(services, taken, epochs)
  const tokens = Math.round(each * records)
  const rate = await trainingRate(db)
  const card = findBaseCard(models.base.hash)
  const rank = config.rank ?? trainerDefaults.rank
  const memoryBytes =
    card?.shape == null
      ? null
      : trainingMemory({
          shape: card.shape,
          parameters: card.parameters,
          packedBytes: config.quantisation === '4bit' ? (card.size ?? undefined) : undefined,
          rank,
          batchSize,
          tokens: longest,
        })
  const figures = {
    records,
    heldOut,
    tokens,
    tokensFrom: isSampled ? ('sampled' as const) : ('counted' as const),
    longestTokens: longest,
    steps: Math.ceil(records / batchSize) * epochs,
    memoryBytes,
    memoryAvailable: process.availableMemory(),
    seconds: records === 0 ? 0 : START_s + tokens / rate.tokensPerSecond + records * rate.indexSecondsPerRecord,
    tokensPerSecond: rate.tokensPerSecond,
    rateFrom: rate.from,
  }
  const refused = await assertChoices(services, developer, request).then(
    () => undefined,
    (error: unknown) => OpenLedgerError.find(error) ?? Promise.reject(error),
  )
  return {
    versions: access.map(({ mayTrain, ...version }) => ({
      ...version,
      taken: mayTrain ? (perVersion.get(version.version) ?? 0) : null,
    })),
    ...figures,
    cost: access.reduce((sum, { feeDue }) => sum + BigInt(feeDue), 0n).toString(),
    ...judgeFit({ ...figures, access, config, context: card?.context, refused }),
  }
}

/** The records that the choices take of the versions that may be trained on; each once, whatever versions hold it. */
async function takenOf(services: GatewayServices, request: CreateTrainingJobRequest, access: readonly VersionAccess[]) {
  const seed = request.config?.seed ?? trainerDefaults.seed
  const named = request.commitments && new Set(request.commitments)
  const taken = new Set<Hash32>()
  const perVersion = new Map<Hash32, number>()
  for (const { version: root, datanetId } of access.filter(({ mayTrain }) => mayTrain)) {
    const choice = request.selection?.find(({ version }) => version === root)
    const selected = await selectRecords(services, { root, datanetId, choice }, seed)
    const kept = selected.filter((commitment) => named?.has(commitment) !== false)
    perVersion.set(root, kept.length)
    for (const commitment of kept) taken.add(commitment)
  }
  return { taken: [...taken].sort(), perVersion }
}
