import type { Hash32 } from '@openledger/core/api/primitives.ts'
import type { Database } from '@openledger/db/database.ts'
import { versionFacts } from '@openledger/db/schema/versionFacts.ts'
import { and, eq } from 'drizzle-orm'
import type { z } from 'zod'

const counting = new WeakMap<Database, Map<string, Promise<unknown>>>()

/**
 * What takes long to count of a version: counted once, kept in the table, and counted again once it is older than
 * `maxAge_ms`. Who asks while it is counted waits for that, unless old facts will do (`servesOld`): these are handed out
 * while it is counted, and a counting that fails then is done again for the next who asks.
 */
export async function keptFacts<S extends z.ZodType>(
  db: Database,
  wanted: {
    readonly root: Hash32
    readonly name: string
    readonly schema: S
    readonly maxAge_ms: number
    readonly now_ms: number
    readonly servesOld?: boolean
    readonly count: () => Promise<z.input<S>>
  },
): Promise<z.output<S>> {
  const { root, name, schema } = wanted
  const here = and(eq(versionFacts.root, root), eq(versionFacts.name, name))
  const [kept] = await db.select().from(versionFacts).where(here)
  const count = async () => {
    const facts = await countOnce(db, `${root} ${name}`, wanted.count)
    const row = { facts, updatedAt: new Date(wanted.now_ms) }
    await db
      .insert(versionFacts)
      .values({ root, name, ...row })
      .onConflictDoUpdate({ target: [versionFacts.root, versionFacts.name], set: row })
    return schema.parse(facts)
  }
  const known = kept === undefined ? undefined : schema.safeParse(kept.facts).data
  const isFresh = kept !== undefined && wanted.now_ms - kept.updatedAt.getTime() <= wanted.maxAge_ms
  if (known === undefined || (!isFresh && wanted.servesOld !== true)) return count()
  if (!isFresh) count().catch(() => undefined)
  return known
}

async function countOnce<T>(db: Database, key: string, count: () => Promise<T>): Promise<T> {
  const open = counting.get(db) ?? new Map<string, Promise<unknown>>()
  counting.set(db, open)
  const known = open.get(key)
  // The key names what is counted, so that the promise is of the same type.
  if (known !== undefined) return known as Promise<T>
  const counted = count().finally(() => open.delete(key))
  open.set(key, counted)
  return counted
}
