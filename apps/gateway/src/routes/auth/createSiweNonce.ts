import { createSiweNonce } from '@openledger/core/api/sessions.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { signInErrors } from '../../auth/errors.ts'
import { giveChallenge } from '../../auth/giveChallenge.ts'
import { siweBinding } from '../../auth/verifySiwe.ts'
import { defineHandler } from '../../http/apiHandler.ts'

/** POST /v1/auth/nonces: a nonce for one sign-in, on one domain of this gateway and its chain. */
export const handler = defineHandler(createSiweNonce, async ({ query, deps }) => {
  const hosts = deps.origins().map((origin) => new URL(origin).host)
  const domain = query.domain === undefined ? hosts[0] : hosts.find((host) => host === query.domain)
  if (domain === undefined)
    throw new OpenLedgerError(signInErrors.SIWE_DOMAIN_WRONG, 'The domain is not one of this gateway.')
  const { chainId } = deps.chain
  const boundTo = siweBinding(chainId, domain)
  const { challenge, expiresAt } = await giveChallenge(deps, { purpose: 'wallet', boundTo, alphabet: 'hex' })
  return { nonce: challenge, domain, chainId, expiresAt: Math.floor(expiresAt.getTime() / 1000) }
})
