import { hkdfSync, randomBytes, randomUUID } from 'node:crypto'
import { approveOpenCall } from '@openledger/chain/calls/openTokenCalls.ts'
import { depositCall, openChannelCall } from '@openledger/chain/calls/paymentEscrowCalls.ts'
import type { Hash32 } from '@openledger/core/api/primitives.ts'
import { channelId as idOf } from '@openledger/core/ids/channelId.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import { hashText } from '@openledger/core/primitives/hash.ts'
import { apiKeys } from '@openledger/db/schema/apiKeys.ts'
import { channels } from '@openledger/db/schema/channels.ts'
import { sessionSigners } from '@openledger/db/schema/sessionSigners.ts'
import { eq } from 'drizzle-orm'
import { bytesToHex } from 'viem'
import { privateKeyToAddress } from 'viem/accounts'
import type { KeyOwner } from '../auth/findKey.ts'
import { sealKey } from '../auth/sealKey.ts'
import { freeCredit } from '../calls/channelCredit.ts'
import type { GatewayDeps } from '../gatewayDeps.ts'
import { readOwed } from './readOwed.ts'
import type { X402Options } from './x402Options.ts'

/** The channel that lends to calls paid by x402: the operator is its payer, the gateway holds its session signer. */
export type House = {
  /** Under which its calls run: a key that nobody has. */
  readonly key: KeyOwner
  /** Wei that no call has used or reserved; 0 while the channel is not on chain. */
  readonly free: () => Promise<bigint>
  /**
   * Opens the channel with the float, or fills it up to the float again with what its calls have earned.
   * @throws CHAIN_*
   */
  readonly fund: () => Promise<void>
}

/** Without a limit: the greatest that the escrow keeps. */
const CAP = 2n ** 96n - 1n
const EXPIRY = 2n ** 48n - 1n

type HouseDeps = Pick<GatewayDeps, 'db' | 'chain' | 'publisher' | 'operator' | 'sealingSecret' | 'logger'>

/**
 * Makes the house channel known to the books; `fund` puts it on chain.
 *
 * Invariant: what is paid in beyond the first float never exceeds the fees of its calls, so what wallets are owed is
 * never lent.
 */
export async function createHouse(deps: HouseDeps, { chain, float }: X402Options): Promise<House> {
  const { db, publisher } = deps
  const { chainId, addresses } = deps.chain
  const operator = toAddress(deps.operator.address)
  // Derived, so that a lost table does not lose the channel.
  const signerKey = bytesToHex(
    new Uint8Array(hkdfSync('sha256', deps.sealingSecret, '', 'openledger x402 house signer', 32)),
  )
  const signer = toAddress(privateKeyToAddress(signerKey))
  const channelId = idOf({ chainId, escrow: addresses.paymentEscrow, payer: operator, operator, signer })
  const key = { keyId: uuidOf(channelId), account: operator, channelId, signing: 'gateway' as const }
  await db
    .insert(sessionSigners)
    .values({ address: signer, account: operator, privateKey: sealKey(deps.sealingSecret, signer, signerKey) })
    .onConflictDoNothing()
  await db
    .insert(apiKeys)
    .values({
      id: key.keyId,
      // Of no text: no request can carry this key.
      keyHash: bytesToHex(randomBytes(32)),
      account: operator,
      channelId,
      name: 'x402',
    })
    .onConflictDoNothing()

  const free = async (): Promise<bigint> => {
    const [channel] = await db.select().from(channels).where(eq(channels.channelId, channelId))
    if (channel === undefined) return 0n
    const credit = freeCredit(channel)
    return credit > 0n ? credit : 0n
  }

  /** Lets the escrow take an amount, unless it may already; setting an allowance twice is the same as once. */
  const allow = async (amount: bigint): Promise<void> => {
    if ((await chain.escrowAllowance(operator)) >= amount) return
    await publisher.send({
      key: `x402:approve:${randomUUID()}`,
      ...approveOpenCall(addresses, addresses.paymentEscrow, amount),
    })
  }

  /** Whether the operator has an amount beside what wallets are owed. */
  const has = async (amount: bigint): Promise<boolean> => {
    const [balance, owed] = await Promise.all([chain.balanceOf(operator), readOwed(db)])
    if (balance - owed >= amount) return true
    deps.logger.warn(
      { balance: balance.toString(), owed: owed.toString(), amount: amount.toString() },
      'the operator has too little OPEN for the house channel',
    )
    return false
  }

  return {
    key,
    free,
    fund: async () => {
      const funds = await chain.channelFunds(channelId)
      if (funds === undefined) {
        if (!(await has(float))) return
        await allow(float)
        const terms = { operator, signer, cap: CAP, expiry: EXPIRY, amount: float }
        await publisher.send({ key: `x402:open:${channelId}:${float}`, ...openChannelCall(addresses, terms) })
        return
      }
      const [channel] = await db.select({ used: channels.used }).from(channels).where(eq(channels.channelId, channelId))
      const step = float / 2n > 0n ? float / 2n : 1n
      const left = funds.deposited - funds.withdrawn - (channel?.used ?? 0n)
      // In steps of one size, named by what was ever paid in: a step that is sent twice is one transaction.
      if (float - left < step || !(await has(step))) return
      await allow(step)
      const name = `x402:deposit:${channelId}:${funds.deposited}:${step}`
      await publisher.send({ key: name, ...depositCall(addresses, channelId, step) })
    },
  }
}

/** A UUID (RFC 9562 version 8) that belongs to the channel. */
function uuidOf(channelId: Hash32): string {
  const hex = hashText(`openledger x402 ${channelId}`).slice(2)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
