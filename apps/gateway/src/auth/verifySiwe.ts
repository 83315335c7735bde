import { recoverSigner } from '@openledger/core/eip712/signature.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { type Address, toAddress } from '@openledger/core/primitives/address.ts'
import { readSiweMessage } from '@openledger/core/siwe/readSiweMessage.ts'
import type { SiweMessage } from '@openledger/core/siwe/siweMessage.ts'
import { type Hex, hashMessage } from 'viem'
import type { GatewayDeps } from '../gatewayDeps.ts'
import { signInErrors } from './errors.ts'
import { CHALLENGE_LIFE_ms } from './giveChallenge.ts'
import { takeChallenge } from './takeChallenge.ts'

/** How far a signer's clock may be from the gateway's, ms. */
const CLOCK_SKEW_ms = 300_000

/** What the nonce of a wallet's sign-in is bound to. */
export function siweBinding(chainId: number, domain: string): string {
  return `eip155:${chainId} ${domain}`
}

/**
 * Whose a signed message to sign in is. Its nonce is used up by this once domain, chain and times are right, whatever
 * its signature turns out to be; only then is the chain asked, so that an answer of the chain costs a nonce.
 *
 * Source: EIP-4361; EIP-191 and EIP-1271, EIP-6492 for the signature.
 * @returns the account, and until when the message holds (ms since 1970)
 * @throws SIWE_MESSAGE_MALFORMED, SIWE_DOMAIN_WRONG, SIWE_CHAIN_WRONG, SIWE_TIME_WRONG, SIWE_NONCE_UNKNOWN,
 * SIWE_SIGNATURE_WRONG, CHAIN_UNREACHABLE
 */
export async function verifySiwe(
  deps: Pick<GatewayDeps, 'db' | 'clock' | 'chain' | 'origins'>,
  signed: { readonly message: string; readonly signature: Hex },
): Promise<{ readonly account: Address; readonly until: number | undefined }> {
  const message = readSiweMessage(signed.message)
  assertOrigin(message, deps.origins())
  if (message.chainId !== deps.chain.chainId) {
    const text = `The message is for chain ${message.chainId}, this gateway is on ${deps.chain.chainId}.`
    throw new OpenLedgerError(signInErrors.SIWE_CHAIN_WRONG, text)
  }
  const until = assertTime(message, deps.clock.now())
  const boundTo = siweBinding(message.chainId, message.domain)
  const challenge = await takeChallenge(deps, { challenge: message.nonce, purpose: 'wallet', boundTo })
  if (challenge === undefined)
    throw new OpenLedgerError(signInErrors.SIWE_NONCE_UNKNOWN, 'The nonce was not given here, was used, or is too old.')
  const account = toAddress(message.address)
  if (!(await signs(deps.chain, account, hashMessage(signed.message), signed.signature)))
    throw new OpenLedgerError(signInErrors.SIWE_SIGNATURE_WRONG, `The message is not signed by ${account}.`)
  return { account, until }
}

/** The domain is one of the gateway's, and so are the rest of the address and the scheme, if there is one. */
function assertOrigin({ scheme, domain, uri }: SiweMessage, origins: readonly string[]): void {
  const { origin, protocol } = new URL(uri)
  const known = origins.includes(origin) && new URL(origin).host === domain
  if (known && (scheme === undefined || `${scheme}:` === protocol)) return
  const text = `The message signs in to ${domain.slice(0, 64)} (${origin.slice(0, 64)}), which is not this gateway.`
  throw new OpenLedgerError(signInErrors.SIWE_DOMAIN_WRONG, text)
}

/** The message holds now, and was made since its nonce could have been given. @returns its end, ms since 1970 */
function assertTime(message: SiweMessage, now_ms: number): number | undefined {
  const refuse = (why: string) => {
    throw new OpenLedgerError(signInErrors.SIWE_TIME_WRONG, `The message ${why}.`)
  }
  const issued_ms = Date.parse(message.issuedAt)
  const until = message.expirationTime === undefined ? undefined : Date.parse(message.expirationTime)
  if (issued_ms > now_ms + CLOCK_SKEW_ms) refuse(`was issued in the future, at ${message.issuedAt}`)
  if (issued_ms < now_ms - CHALLENGE_LIFE_ms - CLOCK_SKEW_ms) refuse(`was issued too long ago, at ${message.issuedAt}`)
  if (message.notBefore !== undefined && Date.parse(message.notBefore) > now_ms)
    refuse(`holds from ${message.notBefore} on`)
  if (until !== undefined && until <= now_ms) refuse(`has ended, at ${message.expirationTime}`)
  return until
}

/** By its key, or by what its code says. */
async function signs(chain: GatewayDeps['chain'], account: Address, digest: Hex, signature: Hex): Promise<boolean> {
  const signer = await recoverSigner(digest, signature).catch((error: unknown) => {
    if (OpenLedgerError.find(error)?.code === 'SIGNATURE_MALFORMED') return undefined
    throw error
  })
  return signer === account || (await chain.takesWalletSignature(account, digest, signature))
}
