import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { transferOpen } from '@openledger/chain/actions/transferOpen.ts'
import {
  TRANSFER_AUTHORIZATION_TYPES,
  type TransferAuthorization,
} from '@openledger/core/eip712/transferAuthorization.ts'
import { encodeBase64Json } from '@openledger/core/json/base64Json.ts'
import { type Address, toAddress } from '@openledger/core/primitives/address.ts'
import { channels } from '@openledger/db/schema/channels.ts'
import { eq } from 'drizzle-orm'
import { bytesToHex, type Hex, type PrivateKeyAccount } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { createGateway } from '../src/createGateway.ts'
import type { GatewayDeps } from '../src/gatewayDeps.ts'
import { createHouse } from '../src/x402/createHouse.ts'
import { createX402Chain } from '../src/x402/createX402Chain.ts'
import type { X402Options } from '../src/x402/x402Options.ts'
import { listen, type Stack } from './stack.ts'

export const OPEN = 10n ** 18n

/**
 * A gateway over a stack that takes payments by x402, its house channel open on chain.
 *
 * @param more what differs from options that suit tests
 * @param deps what differs from the stack's; another sealing secret makes another house channel
 */
export async function startX402(stack: Stack, more: Partial<X402Options> = {}, deps: Partial<GatewayDeps> = {}) {
  const { chain, db, indexer } = stack
  const operator = toAddress(stack.deps.operator.address)
  await transferOpen(stack.wallet(0), { to: operator, balanceAtLeast: 100n * OPEN })
  const x402Options: X402Options = {
    chain: createX402Chain(chain),
    float: OPEN,
    returnMinimum: 1n,
    openMax: 64,
    unusedAfter_s: 3_600,
    timeout_s: 120,
    finalityDepth: 0,
    sweepEvery_ms: 100,
    ...more,
  }
  const all = { ...stack.deps, ...deps, x402Options }
  const { key } = await createHouse(all, x402Options)
  const gateway = await createGateway(all)
  const house = async () => {
    await indexer.sync()
    const [channel] = await db.select().from(channels).where(eq(channels.channelId, key.channelId))
    return channel
  }
  for (let tries = 0; (await house()) === undefined; tries++) {
    if (tries === 200) throw new Error('The house channel was not opened.')
    await sleep(100)
  }
  const server = await listen(gateway.app.fetch)
  return {
    url: server.url,
    /** Without a socket, of which a system lets few come at once. */
    fetch: async (request: Request) => gateway.app.fetch(request),
    operator,
    house,
    close: async () => {
      server.close()
      await gateway.close({ patience_ms: 0 })
    },
  }
}

/** A fresh wallet with OPEN, and no ether: whoever pays by x402 needs none. */
export async function freshWallet(stack: Stack, balance: bigint): Promise<PrivateKeyAccount> {
  const account = privateKeyToAccount(generatePrivateKey())
  if (balance > 0n) await transferOpen(stack.wallet(0), { to: toAddress(account.address), balanceAtLeast: balance })
  return account
}

type Terms = { readonly value: bigint; readonly payTo: Address; readonly token: Address }

/** A payment signed by hand, as a client might make it that means no good. */
export async function signPayment(
  account: PrivateKeyAccount,
  { value, payTo, token }: Terms,
  change: {
    readonly authorization?: Partial<TransferAuthorization>
    readonly accepted?: object
    readonly payload?: object
    readonly envelope?: object
    readonly chainId?: number
    /** Who signs; the wallet itself unless given. */
    readonly signer?: PrivateKeyAccount
  } = {},
): Promise<{ header: string; authorization: TransferAuthorization; signature: Hex }> {
  const authorization: TransferAuthorization = {
    from: toAddress(account.address),
    to: payTo,
    value,
    validAfter: 0n,
    validBefore: BigInt(Math.floor(Date.now() / 1000) + 3_600),
    nonce: bytesToHex(randomBytes(32)),
    ...change.authorization,
  }
  const signature = await (change.signer ?? account).signTypedData({
    domain: { name: 'OpenLedger', version: '1', chainId: change.chainId ?? 31337, verifyingContract: token },
    types: TRANSFER_AUTHORIZATION_TYPES,
    primaryType: 'TransferWithAuthorization',
    message: authorization,
  })
  const requirements = { scheme: 'exact', network: 'eip155:31337', amount: `${value}`, asset: token, payTo }
  const texts = Object.entries(authorization).map(([name, part]) => [name, String(part)])
  const header = encodeBase64Json({
    x402Version: 2,
    accepted: { ...requirements, maxTimeoutSeconds: 60, ...change.accepted },
    payload: { signature, authorization: Object.fromEntries(texts), ...change.payload },
    ...change.envelope,
  })
  return { header, authorization, signature }
}
