import { registerModel } from '@openledger/chain/actions/registerModel.ts'
import { setPrice } from '@openledger/chain/actions/setPrice.ts'
import type { UserWallet } from '@openledger/chain/actions/userWallet.ts'
import type { ModelFacts } from '@openledger/core/epoch/epochFacts.ts'
import { hashText } from '@openledger/core/primitives/hash.ts'
import { type Hex32, ZERO_HEX32 } from '@openledger/core/primitives/hex.ts'
import type { ChainPrice, ChainReader } from '@openledger/core/verify/chainReader.ts'
import type { TrainingFiles } from './training.ts'

/** Registers a model and gives it a second price. @returns its ID */
export async function makeModel(
  owner: UserWallet,
  name: string,
  parts: Pick<ModelFacts, 'trainingVersions' | 'retrievalVersions' | 'split'> & {
    readonly training: TrainingFiles | undefined
    readonly parents?: readonly { readonly ancestor: Hex32; readonly bps: number }[]
  },
): Promise<Hex32> {
  const { training, ...rest } = parts
  const hashes = {
    adapterHash: training === undefined ? ZERO_HEX32 : hashText('adapter'),
    manifestHash: training?.manifestHash ?? ZERO_HEX32,
    logRoot: training?.logRoot ?? ZERO_HEX32,
    indexHash: training === undefined ? ZERO_HEX32 : hashText('index'),
  }
  const first = { inputPrice: 1_000_000_007n, outputPrice: 3_000_000_019n }
  const second = { inputPrice: 1_500_000_001n, outputPrice: 2_000_000_011n }
  const { modelId } = await registerModel(owner, { name, baseHash: hashText('base'), ...hashes, ...rest, ...first })
  await setPrice(owner, { modelId, ...second })
  return modelId
}

/** A model as the verifier reads it, with both its prices. */
export async function readFacts(reader: ChainReader, modelId: Hex32, block: bigint): Promise<ModelFacts> {
  const prices = new Map<number, ChainPrice>()
  for (const version of [1, 2]) prices.set(version, there(await reader.price(modelId, version)))
  return { ...there(await reader.model(modelId, block)), prices }
}

/** What the set-up has put on chain. */
export function there<T>(value: T | undefined): T {
  if (value === undefined) throw new RangeError('the chain lacks what the bench has put there')
  return value
}
