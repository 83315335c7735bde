import { createPasskeyOptions } from '@openledger/core/api/passkeys.ts'
import { askRegistration } from '../../auth/askRegistration.ts'
import { findKeptAccount } from '../../auth/findKeptAccount.ts'
import { requireConfirmation } from '../../auth/requireConfirmation.ts'
import { toDescriptor } from '../../auth/toApiPasskey.ts'
import { defineHandler } from '../../http/apiHandler.ts'

/** POST /v1/auth/passkeys/options: confirmed by a passkey; the challenge it gives works for this session alone. */
export const handler = defineHandler(
  createPasskeyOptions,
  async ({ session, body, deps }) => {
    await requireConfirmation(deps, session, { action: 'add-passkey', confirmation: body.confirmation })
    const { userHandle, passkeys } = await findKeptAccount(deps.db, session.account)
    const known = passkeys.map(toDescriptor)
    const asked = { purpose: 'add-passkey', boundTo: session.sessionId, userHandle, name: 'OpenLedger', known } as const
    return askRegistration(deps, asked)
  },
  { bodyBytesMax: 32_768 },
)
