import { deleteKey } from '@openledger/core/api/keys.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { apiKeys } from '@openledger/db/schema/apiKeys.ts'
import { and, eq, isNull } from 'drizzle-orm'
import { gatewayErrors } from '../../errors.ts'
import { defineHandler } from '../../http/apiHandler.ts'

/** DELETE /v1/keys/{id}: from now on the key is refused; calls that are open go on. */
export const handler = defineHandler(deleteKey, async ({ account, params, deps }) => {
  const [key] = await deps.db.select().from(apiKeys).where(eq(apiKeys.id, params.id))
  if (key === undefined || key.account !== account) {
    throw new OpenLedgerError(gatewayErrors.KEY_NOT_FOUND, `The account ${account} has no key ${params.id}.`)
  }
  await deps.db
    .update(apiKeys)
    .set({ revokedAt: new Date(deps.clock.now()) })
    .where(and(eq(apiKeys.id, params.id), isNull(apiKeys.revokedAt)))
  deps.keyRing.forget(key.keyHash)
  return { keyId: params.id, revoked: true as const }
})
