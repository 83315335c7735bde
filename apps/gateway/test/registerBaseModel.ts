import { registerModel } from '@openledger/chain/actions/registerModel.ts'
import { UNTRAINED } from '@openledger/core/training/untrained.ts'
import { BASE_MODEL, EMBEDDING_MODEL, type Stack } from './stack.ts'

const bare = {
  ...UNTRAINED,
  retrievalVersions: [],
  split: { burn: 200, operator: 4_900, model: 4_900, stakers: 0, data: 0 },
}

/** Puts the base model on chain, at 1,000 wei a token read and 2,000 a token produced. */
export async function registerBaseModel(stack: Stack): Promise<void> {
  const { hash: baseHash } = stack.deps.models.base
  const price = { inputPrice: 1_000n, outputPrice: 2_000n }
  await registerModel(stack.wallet(1), { ...bare, ...price, name: BASE_MODEL, baseHash })
  await stack.indexer.sync()
}

/** Puts the embedding model on chain, at 500 wei a token read. */
export async function registerEmbeddingModel(stack: Stack): Promise<void> {
  const { embedding } = stack.deps.models
  if (embedding === undefined) throw new Error('The stack has no embedding model.')
  const price = { inputPrice: 500n, outputPrice: 0n }
  await registerModel(stack.wallet(1), { ...bare, ...price, name: EMBEDDING_MODEL, baseHash: embedding.hash })
  await stack.indexer.sync()
}
