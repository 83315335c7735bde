import { createPasskeySession } from '@openledger/core/api/passkeys.ts'
import { openSession } from '../../auth/openSession.ts'
import { verifyAssertion } from '../../auth/verifyAssertion.ts'
import { defineHandler } from '../../http/apiHandler.ts'

/** POST /v1/auth/passkey-sessions: a session for the account whose passkey answered. */
export const handler = defineHandler(
  createPasskeySession,
  async ({ body, deps, answerHeaders }) => {
    const proven = await verifyAssertion(deps, body.assertion, { purpose: 'passkey' })
    answerHeaders.set('cache-control', 'no-store')
    return openSession(deps.db, { ...proven, now_ms: deps.clock.now(), chainId: deps.chain.chainId })
  },
  { bodyBytesMax: 32_768 },
)
