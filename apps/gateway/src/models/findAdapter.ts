import { access } from 'node:fs/promises'
import { join } from 'node:path'
import type { Database } from '@openledger/db/database.ts'
import { adapters } from '@openledger/db/schema/adapters.ts'
import type { models } from '@openledger/db/schema/models.ts'
import { trainingJobs } from '@openledger/db/schema/trainingJobs.ts'
import type { AdapterRef } from '@openledger/engine/engine.ts'
import { and, eq } from 'drizzle-orm'

/** File name of an adapter in the form that the engine loads. */
const ADAPTER_FILE = 'adapter.gguf'

type Model = typeof models.$inferSelect

/**
 * The adapter of a registered model, if this gateway trained it for the model's developer and the chain names it by
 * the very hashes that the training gave; the engine checks the file against its hash. So nobody can sell another's adapter, or bind an adapter to a foreign log.
 *
 * @returns undefined when the model can't be served here
 */
export async function findAdapter(db: Database, modelsDir: string, model: Model): Promise<AdapterRef | undefined> {
  const [adapter] = await db.select().from(adapters).where(eq(adapters.manifestHash, model.manifestHash))
  if (adapter === undefined) return undefined
  if (
    adapter.adapterHash !== model.adapterHash ||
    adapter.logRoot !== model.logRoot ||
    adapter.indexHash !== model.indexHash
  )
    return undefined
  const [job] = await db
    .select({ jobId: trainingJobs.jobId })
    .from(trainingJobs)
    .where(
      and(
        eq(trainingJobs.manifestHash, model.manifestHash),
        eq(trainingJobs.developer, model.developer),
        eq(trainingJobs.status, 'succeeded'),
      ),
    )
    .limit(1)
  if (job === undefined) return undefined
  const path = join(modelsDir, adapter.dir, ADAPTER_FILE)
  const there = await access(path).then(
    () => true,
    () => false,
  )
  return there ? { id: model.adapterHash.slice(2), path, scale: 1 } : undefined
}
