import { registerModel } from '@openledger/chain/actions/registerModel.ts'
import { DEFAULT_SPLIT } from '@openledger/core/payout/splitFee.ts'
import { type Hex32, hex32Schema } from '@openledger/core/primitives/hex.ts'
import { UNTRAINED } from '@openledger/core/training/untrained.ts'
import type { Session } from '../operations/session.ts'
import type { TrainedAdapter } from '../operations/trainAdapter.ts'
import { waitUntilServed } from '../operations/waitUntilServed.ts'
import { models } from './cast.ts'
import type { World } from './prepareWorld.ts'
import { coderNames, type Slice } from './trainingPlan.ts'

/** A model that can be called. */
export type RegisteredModel = { readonly name: string; readonly modelId: Hex32 }

/** Wei of OPEN a token: an input token costs 0.00001 OPEN, an output token four times that. */
const prices = { inputPrice: 10n ** 13n, outputPrice: 4n * 10n ** 13n }

/** What the models of the demo pay to the base model that they are built on, of their part: 5%. */
const BASE_ROYALTY_BPS = 500

/** Wei of OPEN a token that the embedding model reads; it writes none. */
const vectorPrices = { inputPrice: 10n ** 12n, outputPrice: 0n }

const nothing = { ...UNTRAINED, retrievalVersions: [] } as const

/**
 * Registers the base and the embedding model as they are with the operator's key (their names are the operator's), and
 * with the developer's the base model with the licences to look things up in, and the trained adapter with its manifest,
 * log, index and price; both pay the base model a royalty. Waits until the gateway serves them.
 *
 * @returns the models that answer questions
 */
export async function registerModels(
  session: Session,
  world: World,
  trained: TrainedAdapter,
  slice: Slice,
  signal: AbortSignal,
): Promise<RegisteredModel[]> {
  const { developer, versions } = world
  const baseHash = hex32Schema.parse(session.ledger.info.baseModel.hash)
  const hash = (value: string) => hex32Schema.parse(value)
  const { adapterHash, manifestHash, logRoot, indexHash, trainingVersions } = trained.result
  const operator = await session.operator()
  const base = {
    ...nothing,
    ...prices,
    name: models.base,
    baseHash,
    split: { burn: 200, operator: 7_800, model: 2_000, stakers: 0, data: 0 },
  }
  const own = [
    {
      ...nothing,
      ...prices,
      name: models.licences,
      baseHash,
      split: DEFAULT_SPLIT,
      retrievalVersions: [versions.licences.root],
    },
    {
      ...prices,
      name: coderNames[slice],
      baseHash,
      adapterHash: hash(adapterHash),
      manifestHash: hash(manifestHash),
      logRoot: hash(logRoot),
      indexHash: hash(indexHash),
      trainingVersions: trainingVersions.map(hash),
      retrievalVersions: [],
      split: DEFAULT_SPLIT,
    },
  ]
  const { modelId: ancestor } = await registerModel(operator.wallet, { ...base, askedRoyaltyBps: BASE_ROYALTY_BPS })
  const registered: RegisteredModel[] = [{ name: base.name, modelId: ancestor }]
  for (const params of own) {
    const parents = [{ ancestor, bps: BASE_ROYALTY_BPS }]
    const { modelId } = await registerModel(developer.wallet, { ...params, parents })
    registered.push({ name: params.name, modelId })
  }
  const modelIds = registered.map(({ modelId }) => modelId)
  const { embeddingModel } = session.ledger.info
  if (embeddingModel !== null) {
    const { id: name, hash } = embeddingModel
    const vectors = { ...nothing, ...vectorPrices, name, baseHash: hash, split: base.split }
    modelIds.push((await registerModel(operator.wallet, vectors)).modelId)
  }
  await waitUntilServed(session, modelIds, signal)
  return registered
}
