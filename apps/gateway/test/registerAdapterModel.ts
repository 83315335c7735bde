import { createHash, randomUUID } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { registerModel } from '@openledger/chain/actions/registerModel.ts'
import { hashText } from '@openledger/core/primitives/hash.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { adapters } from '@openledger/db/schema/adapters.ts'
import { trainingJobs } from '@openledger/db/schema/trainingJobs.ts'
import type { AdapterRef } from '@openledger/engine/engine.ts'
import { type Stack, testAccount } from './stack.ts'

const fixture = resolve(import.meta.dirname, '../../../packages/engine/test/fixtures/adapter.gguf')

/**
 * Puts a model with an adapter on chain and its file on this gateway, as a training would have left it: the engine's
 * random adapter, with the last `zeroed` bytes of its numbers set to 0, so that there can be several.
 */
export async function registerAdapterModel(
  stack: Stack,
  of: {
    readonly name: string
    readonly developer: number
    readonly zeroed?: number
    readonly inputPrice: bigint
    readonly outputPrice: bigint
  },
): Promise<{ readonly modelId: Hex32; readonly adapter: AdapterRef }> {
  const { name, developer, zeroed = 0, inputPrice, outputPrice } = of
  const bytes = await readFile(fixture)
  bytes.fill(0, bytes.length - zeroed)
  const id = createHash('sha256').update(bytes).digest('hex')
  const adapterHash = `0x${id}` as const
  const manifestHash = hashText(`manifest of ${name}`)
  const bound = {
    adapterHash,
    manifestHash,
    logRoot: hashText(`log of ${name}`),
    indexHash: hashText(`index of ${name}`),
  }
  const path = join(stack.deps.models.modelsDir, manifestHash, 'adapter.gguf')
  await mkdir(join(path, '..'), { recursive: true })
  await writeFile(path, bytes)
  const data = { manifestDataHash: manifestHash, logDataHash: manifestHash, threshold: 0n, result: {} }
  await stack.db.insert(adapters).values({ ...bound, dir: manifestHash, ...data })
  await stack.db.insert(trainingJobs).values({
    jobId: randomUUID(),
    kind: 'train',
    developer: testAccount(developer).address.toLowerCase() as `0x${string}`,
    name,
    request: {},
    status: 'succeeded',
    manifestHash,
  })
  const { modelId } = await registerModel(stack.wallet(developer), {
    name,
    baseHash: stack.deps.models.base.hash,
    ...bound,
    trainingVersions: [],
    retrievalVersions: [],
    split: { burn: 200, operator: 4_900, model: 4_900, stakers: 0, data: 0 },
    inputPrice,
    outputPrice,
  })
  await stack.indexer.sync()
  return { modelId, adapter: { id, path, scale: 1 } }
}
