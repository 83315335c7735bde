import { createSiweSession } from '@openledger/core/api/sessions.ts'
import { assertRoom } from '../../auth/assertRoom.ts'
import { openSession } from '../../auth/openSession.ts'
import { verifySiwe } from '../../auth/verifySiwe.ts'
import { defineHandler } from '../../http/apiHandler.ts'

/** POST /v1/auth/siwe: a session for whoever signed the message; it ends no later than the message does. */
export const handler = defineHandler(
  createSiweSession,
  async ({ body, deps, answerHeaders }) => {
    const { account, until } = await verifySiwe(deps, body)
    await assertRoom(deps, account)
    answerHeaders.set('cache-control', 'no-store')
    const now_ms = deps.clock.now()
    return openSession(deps.db, { account, passkeyId: null, now_ms, chainId: deps.chain.chainId, until })
  },
  { bodyBytesMax: 32_768 },
)
