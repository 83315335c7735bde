import { createConfirmation } from '@openledger/core/api/passkeys.ts'
import { askAssertion } from '../../auth/askAssertion.ts'
import { findKeptAccount } from '../../auth/findKeptAccount.ts'
import { confirmationBinding } from '../../auth/requireConfirmation.ts'
import { toDescriptor } from '../../auth/toApiPasskey.ts'
import { defineHandler } from '../../http/apiHandler.ts'

/** POST /v1/auth/confirmations: a challenge for one action of this session, for any passkey of its account. */
export const handler = defineHandler(
  createConfirmation,
  async ({ session, body, deps }) => {
    const { passkeys } = await findKeptAccount(deps.db, session.account)
    const boundTo = confirmationBinding(session, body.action, body.call ?? body.passkeyId)
    return askAssertion(deps, { purpose: 'confirm', boundTo, allowed: passkeys.map(toDescriptor) })
  },
  { bodyBytesMax: 4_096 },
)
