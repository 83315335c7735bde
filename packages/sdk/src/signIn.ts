import { createSiweNonce, createSiweSession, type OpenedSession } from '@openledger/core/api/sessions.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import { writeSiweMessage } from '@openledger/core/siwe/siweMessage.ts'
import type { Hex } from 'viem'
import { callRoute } from './callRoute.ts'
import type { OpenLedger } from './createOpenLedger.ts'

/** Who signs in: a viem `LocalAccount`, a browser's wallet by `walletSigner`, or a contract wallet's address with one of its keys. */
export type Signer = {
  readonly address: string
  /** Signs a text as EIP-191 has it. */
  readonly signMessage: (message: { readonly message: string }) => Promise<Hex>
}

export type SignInOptions = {
  /** The site that the person signs in to, `https://ledger.example`; the gateway's own address unless given. */
  readonly origin?: string
  /** One line of ASCII that the wallet shows. */
  readonly statement?: string
}

/**
 * Signs in with a wallet (EIP-4361) and gives a session. Site and chain are put into the message as they are known
 * here, never as the gateway says them: a gateway cannot have a message signed that another site would take.
 *
 * @throws the gateway's errors: SIWE_*; SDK_UNREACHABLE
 * @example
 * const { token } = await signIn(ledger, privateKeyToAccount(key))
 * const mine = await createOpenLedger({ gatewayUrl, session: token })
 */
export async function signIn(
  { caller }: Pick<OpenLedger, 'caller'>,
  signer: Signer,
  options: SignInOptions = {},
): Promise<OpenedSession> {
  const { origin: uri, host: domain } = new URL(options.origin ?? caller.gatewayUrl)
  const { nonce } = await callRoute(createSiweNonce, { query: { domain } }, caller)
  const message = writeSiweMessage({
    domain,
    address: toAddress(signer.address),
    statement: options.statement ?? 'Sign in to OpenLedger.',
    uri,
    chainId: caller.chainId,
    nonce,
    issuedAt: new Date().toISOString(),
  })
  const signature = await signer.signMessage({ message })
  return callRoute(createSiweSession, { body: { message, signature } }, caller)
}
