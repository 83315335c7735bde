import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import type { Database } from '@openledger/db/database.ts'
import { adapters } from '@openledger/db/schema/adapters.ts'
import { eq } from 'drizzle-orm'

/** A trained adapter as stored. */
export type AdapterRow = typeof adapters.$inferSelect

/**
 * The adapter of a folder, when it is registered and its served file is whole.
 *
 * @param dir the folder, relative to `modelsDir`.
 */
export async function findAdapter(db: Database, modelsDir: string, dir: string): Promise<AdapterRow | undefined> {
  const [row] = await db.select().from(adapters).where(eq(adapters.dir, dir))
  if (!row) return undefined
  const hash = await fileHash(join(modelsDir, dir, 'adapter.gguf')).catch(() => undefined)
  return hash === row.adapterHash ? row : undefined
}

/** The adapter that a manifest's training gave. */
export async function adapterOfManifest(db: Database, manifestHash: Hex32): Promise<AdapterRow | undefined> {
  const [row] = await db.select().from(adapters).where(eq(adapters.manifestHash, manifestHash))
  return row
}

/**
 * Registers a trained adapter. The same manifest trained again replaces what it gave before: its files may be gone.
 */
export async function storeAdapter(db: Database, adapter: Omit<AdapterRow, 'createdAt'>): Promise<AdapterRow> {
  const [row] = await db
    .insert(adapters)
    .values(adapter)
    .onConflictDoUpdate({ target: adapters.manifestHash, set: adapter })
    .returning()
  if (!row) throw new Error('an upsert returns its row')
  return row
}

/** SHA-256 of a file as 0x hex. */
export async function fileHash(file: string): Promise<Hex32> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  return `0x${hash.digest('hex')}`
}
