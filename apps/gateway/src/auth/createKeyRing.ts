import type { Hash32 } from '@openledger/core/api/primitives.ts'
import type { Database } from '@openledger/db/database.ts'
import { apiKeys } from '@openledger/db/schema/apiKeys.ts'
import { eq } from 'drizzle-orm'

/** What of an API key never changes until it is revoked. */
export type KnownKey = Pick<
  typeof apiKeys.$inferSelect,
  'id' | 'account' | 'channelId' | 'scopes' | 'signing' | 'expiresAt' | 'revokedAt'
>

/** The API keys in use. */
export type KeyRing = {
  /** undefined for a key that isn't known. */
  readonly find: (keyHash: Hash32) => Promise<KnownKey | undefined>
  /** To be called once a key was changed in the table: the next time it is read again. */
  readonly forget: (keyHash: Hash32) => void
}

/** Keys that are kept in memory. */
const KEYS_MAX = 10_000

/** Keys as the table has them. Known ones are kept in memory: nobody but this process changes them. */
export function createKeyRing(db: Database): KeyRing {
  const known = new Map<Hash32, KnownKey>()
  let forgotten = 0
  const { id, account, channelId, scopes, signing, expiresAt, revokedAt } = apiKeys
  return {
    find: async (keyHash) => {
      const kept = known.get(keyHash)
      if (kept !== undefined) return kept
      const before = forgotten
      const [key] = await db
        .select({ id, account, channelId, scopes, signing, expiresAt, revokedAt })
        .from(apiKeys)
        .where(eq(apiKeys.keyHash, keyHash))
      // What was read before a change that ended meanwhile is not kept.
      if (key === undefined || before !== forgotten) return key
      const [oldest] = known.keys()
      if (oldest !== undefined && known.size >= KEYS_MAX) known.delete(oldest)
      known.set(keyHash, key)
      return key
    },
    forget: (keyHash) => {
      forgotten += 1
      known.delete(keyHash)
    },
  }
}
