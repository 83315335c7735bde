import type { KeyLimits } from '@openledger/core/api/keys.ts'
import type { apiKeys } from '@openledger/db/schema/apiKeys.ts'

/** A key's limits as the API says them. */
export function keyLimits(
  key: Pick<typeof apiKeys.$inferSelect, 'budget' | 'models' | 'requestsPerMinute' | 'tokensPerMinute' | 'expiresAt'>,
): KeyLimits {
  const { budget, models, requestsPerMinute, tokensPerMinute, expiresAt } = key
  return {
    budget: budget === null ? null : budget.toString(),
    models,
    requestsPerMinute,
    tokensPerMinute,
    expiresAt: expiresAt === null ? null : Math.floor(expiresAt.getTime() / 1000),
  }
}
