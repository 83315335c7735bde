import { mkdir, open, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import type { WeightsStore } from '@openledger/chain/committee/memberStep.ts'
import { uint64Schema } from '@openledger/core/primitives/integers.ts'
import { z } from 'zod'

const weightsSchema = z.array(uint64Schema)

/** A member's weights, one file a request, on disk before they are committed to. */
export function createWeightsFolder(folder: string): WeightsStore {
  const fileOf = (requestId: string) => join(folder, `${requestId}.json`)
  return {
    get: async (requestId) => {
      try {
        return weightsSchema.parse(JSON.parse(await readFile(fileOf(requestId), 'utf8')))
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
        throw error
      }
    },
    put: async (requestId, weights) => {
      await mkdir(folder, { recursive: true })
      const draft = `${fileOf(requestId)}.tmp`
      await using handle = await open(draft, 'w')
      await handle.writeFile(JSON.stringify(z.encode(weightsSchema, [...weights])))
      await handle.sync()
      await rename(draft, fileOf(requestId))
    },
  }
}
