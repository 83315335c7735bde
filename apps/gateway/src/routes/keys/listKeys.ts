import { listKeys } from '@openledger/core/api/keys.ts'
import { apiKeys } from '@openledger/db/schema/apiKeys.ts'
import { desc, eq } from 'drizzle-orm'
import { keyLimits } from '../../auth/keyLimits.ts'
import { defineHandler } from '../../http/apiHandler.ts'

/** GET /v1/keys: the account's own, newest first; never the keys themselves. */
export const handler = defineHandler(listKeys, async ({ account, deps }) => {
  const rows = await deps.db
    .select()
    .from(apiKeys)
    .where(eq(apiKeys.account, account))
    .orderBy(desc(apiKeys.createdAt), desc(apiKeys.id))
  return {
    data: rows.map((key) => ({
      keyId: key.id,
      channelId: key.channelId,
      name: key.name,
      scopes: key.scopes,
      limits: keyLimits(key),
      spent: key.used.toString(),
      reserved: key.reserved.toString(),
      createdAt: Math.floor(key.createdAt.getTime() / 1000),
      revokedAt: key.revokedAt === null ? null : Math.floor(key.revokedAt.getTime() / 1000),
    })),
  }
})
