import { removePasskey } from '@openledger/core/api/passkeys.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { passkeys } from '@openledger/db/schema/passkeys.ts'
import { eq } from 'drizzle-orm'
import { signInErrors } from '../../auth/errors.ts'
import { findKeptAccount } from '../../auth/findKeptAccount.ts'
import { requireConfirmation } from '../../auth/requireConfirmation.ts'
import { defineHandler } from '../../http/apiHandler.ts'

/** POST /v1/auth/passkeys/{id}/removal: never the last one; the sessions that began with it end with it. */
export const handler = defineHandler(
  removePasskey,
  async ({ session, params, body, deps }) => {
    const passkeyId = params.id
    const { confirmation } = body
    await requireConfirmation(deps, session, { action: 'remove-passkey', subject: passkeyId, confirmation })
    return deps.db.transaction(async (transaction) => {
      const kept = await findKeptAccount(transaction, session.account)
      if (!kept.passkeys.some(({ id }) => id === passkeyId))
        throw new OpenLedgerError(signInErrors.PASSKEY_NOT_FOUND, 'The account has no such passkey.')
      if (kept.passkeys.length === 1)
        throw new OpenLedgerError(signInErrors.PASSKEY_LAST, 'This is the only passkey of the account.')
      await transaction.delete(passkeys).where(eq(passkeys.id, passkeyId))
      return { passkeyId, removed: true as const }
    })
  },
  { bodyBytesMax: 32_768 },
)
