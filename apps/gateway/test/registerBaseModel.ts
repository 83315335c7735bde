import { registerModel } from '@openledger/chain/actions/registerModel.ts'
import { UNTRAINED } from '@openledger/core/training/untrained.ts'
import { BASE_MODEL, type Stack } from './stack.ts'

/** Puts the base model on chain, at 1,000 wei a token read and 2,000 a token produced. */
export async function registerBaseModel(stack: Stack): Promise<void> {
  await registerModel(stack.wallet(1), {
    name: BASE_MODEL,
    baseHash: stack.deps.models.base.hash,
    ...UNTRAINED,
    retrievalVersions: [],
    inputPrice: 1_000n,
    outputPrice: 2_000n,
    split: { burn: 200, operator: 4_900, model: 4_900, stakers: 0, data: 0 },
  })
  await stack.indexer.sync()
}
