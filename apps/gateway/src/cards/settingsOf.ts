import type { ModelCard } from '@openledger/core/api/modelCard.ts'
import type { Hash32 } from '@openledger/core/api/primitives.ts'
import { parseTrainingManifest } from '@openledger/core/training/manifest.ts'
import { adapters } from '@openledger/db/schema/adapters.ts'
import { eq } from 'drizzle-orm'
import { z } from 'zod'
import type { GatewayServices } from '../gatewayServices.ts'

const resultSchema = z.object({ records: z.int(), steps: z.int(), tokens: z.int() })
const configSchema = z.record(z.string(), z.unknown())

/** Settings and sizes of a training, from its published manifest and its result; null where they are not here. */
export async function settingsOf(
  { db, dataStore }: Pick<GatewayServices, 'db' | 'dataStore'>,
  manifestHash: Hash32,
): Promise<ModelCard['training']> {
  const [adapter] = await db.select().from(adapters).where(eq(adapters.manifestHash, manifestHash))
  const result = resultSchema.safeParse(adapter?.result)
  if (adapter === undefined || !result.success) return null
  const manifest = await dataStore
    .get(adapter.manifestDataHash)
    .then(parseTrainingManifest)
    .catch(() => undefined)
  const settings = configSchema.safeParse(manifest?.['config'])
  const { records, steps, tokens } = result.data
  return settings.success ? { settings: settings.data, records, steps, tokens } : null
}
