import { join } from 'node:path'
import { hex32Schema } from '@openledger/core/primitives/hex.ts'
import type { Database } from '@openledger/db/database.ts'
import { adapters } from '@openledger/db/schema/adapters.ts'
import { models } from '@openledger/db/schema/models.ts'
import { and, eq } from 'drizzle-orm'

/**
 * The folder of the adapter that this node trained for a registered model, if the chain names it by the same hash.
 * @param modelsDir `adapters.dir` is relative to it
 */
export async function registeredFolder(db: Database, modelsDir: string, modelId: string): Promise<string | undefined> {
  const [row] = await db
    .select({ dir: adapters.dir })
    .from(models)
    .innerJoin(
      adapters,
      and(eq(adapters.manifestHash, models.manifestHash), eq(adapters.adapterHash, models.adapterHash)),
    )
    .where(eq(models.modelId, hex32Schema.parse(modelId)))
    .limit(1)
  return row === undefined ? undefined : join(modelsDir, row.dir)
}
