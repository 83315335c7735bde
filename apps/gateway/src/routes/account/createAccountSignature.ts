import { createAccountSignature } from '@openledger/core/api/acting.ts'
import { signContribution } from '../../acting/signContribution.ts'
import { defineHandler } from '../../http/apiHandler.ts'

/** POST /v1/account/signatures: a contribution of the account, by the key that the gateway keeps. */
export const handler = defineHandler(
  createAccountSignature,
  async ({ account, body, deps }) => ({ signature: await signContribution(deps, account, body) }),
  { bodyBytesMax: 4_096 },
)
