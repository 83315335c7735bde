import { listPasskeys } from '@openledger/core/api/passkeys.ts'
import { findKeptAccount } from '../../auth/findKeptAccount.ts'
import { toApiPasskey } from '../../auth/toApiPasskey.ts'
import { defineHandler } from '../../http/apiHandler.ts'

/** GET /v1/auth/passkeys: the account's own, oldest first. */
export const handler = defineHandler(listPasskeys, async ({ session, deps }) => {
  const { passkeys } = await findKeptAccount(deps.db, session.account)
  return { data: passkeys.map(toApiPasskey) }
})
