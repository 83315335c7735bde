import { createAdapterRequestSchema, type createAdapterResultSchema } from '@openledger/core/api/adapters.ts'
import { createConverter } from '@openledger/engine/store/convert/createConverter.ts'
import { importAdapter } from '@openledger/engine/store/importAdapter.ts'
import { storeDir } from '@openledger/engine/store/storeDir.ts'
import type { z } from 'zod'
import type { JobContext } from '../catalogue/defineJob.ts'
import type { TrackedJob, TrackedResult } from '../tracked/runTrackedJob.ts'
import { registeredFolder } from './registeredFolder.ts'

/**
 * Takes an adapter into the node's store, or finds it there.
 * @throws ADAPTER_*
 */
export async function addAdapter(job: TrackedJob, { deps, signal }: JobContext): Promise<TrackedResult> {
  const { source, licence, expected } = createAdapterRequestSchema.parse(job.request)
  const { python, folder: trainerFolder } = deps.trainer
  const { id, file, sha256 } = deps.baseModel
  const result: z.input<typeof createAdapterResultSchema> = await importAdapter(
    source,
    { licence, expected, signal },
    {
      dir: storeDir(deps.modelsDir),
      base: { id, file, sha256: sha256.slice(2) },
      settings: deps.adapterStore,
      convert: createConverter({ python, trainerFolder, isolation: deps.adapterStore.isolation }),
      findRegistered: async (modelId) => registeredFolder(deps.db, deps.modelsDir, modelId),
    },
  )
  return { result }
}
