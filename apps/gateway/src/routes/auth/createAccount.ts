import { createAccount } from '@openledger/core/api/passkeys.ts'
import { createKeptAccount } from '../../auth/createKeptAccount.ts'
import { openSession } from '../../auth/openSession.ts'
import { verifyRegistration } from '../../auth/verifyRegistration.ts'
import { defineHandler } from '../../http/apiHandler.ts'

/** POST /v1/auth/accounts: account, key, passkey and first session in one transaction. */
export const handler = defineHandler(
  createAccount,
  async ({ body, deps, answerHeaders }) => {
    const made = await verifyRegistration(deps, body.registration, { purpose: 'new-account' })
    answerHeaders.set('cache-control', 'no-store')
    return deps.db.transaction(async (transaction) => {
      const account = await createKeptAccount(transaction, deps, { ...made, name: body.name })
      const { chainId } = deps.chain
      return openSession(transaction, { account, passkeyId: made.id, now_ms: deps.clock.now(), chainId })
    })
  },
  { bodyBytesMax: 32_768 },
)
