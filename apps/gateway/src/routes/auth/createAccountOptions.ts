import { randomBytes } from 'node:crypto'
import { createAccountOptions } from '@openledger/core/api/passkeys.ts'
import { askRegistration } from '../../auth/askRegistration.ts'
import { defineHandler } from '../../http/apiHandler.ts'

/** POST /v1/auth/accounts/options: nothing is made yet; the account to be has a random handle and no user name. */
export const handler = defineHandler(
  createAccountOptions,
  ({ body, deps }) => {
    const userHandle = randomBytes(32).toString('base64url')
    return askRegistration(deps, {
      purpose: 'new-account',
      boundTo: userHandle,
      userHandle,
      name: body.name,
      known: [],
    })
  },
  { bodyBytesMax: 4_096 },
)
