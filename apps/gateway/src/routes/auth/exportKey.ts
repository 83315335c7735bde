import { exportKey } from '@openledger/core/api/passkeys.ts'
import { findKeptAccount } from '../../auth/findKeptAccount.ts'
import { requireConfirmation } from '../../auth/requireConfirmation.ts'
import { unsealKey } from '../../auth/sealKey.ts'
import { defineHandler } from '../../http/apiHandler.ts'

/** POST /v1/auth/key-exports: the key, for its owner to take into a wallet. The gateway goes on keeping it. */
export const handler = defineHandler(
  exportKey,
  async ({ session, body, deps, answerHeaders }) => {
    await requireConfirmation(deps, session, { action: 'export-key', confirmation: body.confirmation })
    const { account, privateKey } = await findKeptAccount(deps.db, session.account)
    deps.logger.warn({ account }, 'an account’s key was exported')
    answerHeaders.set('cache-control', 'no-store')
    return { account, privateKey: unsealKey(deps.accountSecret, account, privateKey) }
  },
  { bodyBytesMax: 32_768 },
)
