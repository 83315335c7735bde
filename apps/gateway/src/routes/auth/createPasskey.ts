import { createPasskey } from '@openledger/core/api/passkeys.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { addPasskey } from '../../auth/addPasskey.ts'
import { signInErrors } from '../../auth/errors.ts'
import { findKeptAccount } from '../../auth/findKeptAccount.ts'
import { toApiPasskey } from '../../auth/toApiPasskey.ts'
import { verifyRegistration } from '../../auth/verifyRegistration.ts'
import { defineHandler } from '../../http/apiHandler.ts'

/** Passkeys of one account. */
const PASSKEYS_MAX = 16

/** POST /v1/auth/passkeys: adds the passkey that was made for this session's challenge. */
export const handler = defineHandler(
  createPasskey,
  async ({ session, body, deps }) => {
    const boundTo = session.sessionId
    const { boundTo: _, ...made } = await verifyRegistration(deps, body.registration, {
      purpose: 'add-passkey',
      boundTo,
    })
    return deps.db.transaction(async (transaction) => {
      const { account, passkeys } = await findKeptAccount(transaction, session.account)
      if (passkeys.length >= PASSKEYS_MAX)
        throw new OpenLedgerError(signInErrors.PASSKEY_TOO_MANY, `The account has ${PASSKEYS_MAX} passkeys.`)
      const createdAt = new Date(deps.clock.now())
      return toApiPasskey(await addPasskey(transaction, { ...made, account, name: body.name, createdAt }))
    })
  },
  { bodyBytesMax: 32_768 },
)
