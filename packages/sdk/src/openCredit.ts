import { deposit } from '@openledger/chain/actions/deposit.ts'
import { reading } from '@openledger/chain/actions/ensure.ts'
import { openChannel } from '@openledger/chain/actions/openChannel.ts'
import { setSignerLimits } from '@openledger/chain/actions/setSignerLimits.ts'
import type { UserWallet } from '@openledger/chain/actions/userWallet.ts'
import type { CreateKeyRequest } from '@openledger/core/api/keys.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { Address } from '@openledger/core/primitives/address.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import type { OpenLedger } from './createOpenLedger.ts'

/** A funded channel and the key that spends from it. */
export type Credit = {
  readonly channelId: Hex32
  readonly signer: string
  /** Shown by the gateway this once: keep it. */
  readonly apiKey: string
  readonly keyId: string
}

/** What a payer grants: amounts in wei, cumulative over the channel's life; `expiry` in Unix seconds of the chain. */
export type CreditTerms = {
  /** All that was ever paid in, afterwards. */
  readonly amount: bigint
  /** The most that the gateway's session signer may sign for: all that a key can cost. */
  readonly cap: bigint
  readonly expiry: bigint
  readonly name: string
  /** The address whose key signs the vouchers, call by call, and never leaves its holder; the gateway's own unless given. */
  readonly signer?: Address
  /** What the gateway holds this key to, within the channel's cap: budget, models, rates, an end. */
  readonly limits?: Omit<CreateKeyRequest, 'channelId' | 'name' | 'signing'>
}

/** How long the gateway may take to learn of the channel from the chain. */
const INDEXING_MS = 30_000

/**
 * Pays in and gets an API key: asks the gateway for the session signer that it keeps for the account, opens the channel
 * on chain with that signer, and makes a key for it. When the channel is open already it is topped up to `amount`, and
 * the signer's limits are raised to `cap` and `expiry`; they are never lowered here (`setSignerLimits` does that).
 * With a `signer` of the payer's own the key's vouchers are signed by `payingFetch`.
 * @throws the gateway's errors; CHAIN_FUNDS_TOO_LOW, CHAIN_REVERTED, CHAIN_UNREACHABLE
 *
 * @example
 * const { apiKey } = await openCredit(ledger, wallet, { amount: 10n ** 19n, cap: 10n ** 19n, expiry, name: 'my app' })
 * const openai = new OpenAI(ledger.openAiOptions(apiKey))
 */
export async function openCredit(ledger: OpenLedger, wallet: UserWallet, terms: CreditTerms): Promise<Credit> {
  const isLocal = terms.signer !== undefined
  const signer = terms.signer ?? (await ledger.createSigner()).signer
  const { operator } = ledger.info
  const { amount, cap, expiry, name, limits } = terms
  const { channelId, status } = await openChannel(wallet, { operator, signer, cap, expiry, amount })
  if (status === 'already') await raise(wallet, channelId, terms)
  const { apiKey, keyId } = await createKeyOnceIndexed(ledger, {
    channelId,
    name,
    ...limits,
    ...(isLocal && { signing: 'local' }),
  })
  return { channelId, signer, apiKey, keyId }
}

async function raise(wallet: UserWallet, channelId: Hex32, terms: CreditTerms): Promise<void> {
  await deposit(wallet, { channelId, depositedTotal: terms.amount })
  const channel = await reading('Reading the channel', () => wallet.chain.paymentEscrow.read.channelOf([channelId]))
  const cap = greater(terms.cap, channel.cap)
  const expiry = greater(terms.expiry, channel.expiry)
  if (cap !== channel.cap || expiry !== channel.expiry) await setSignerLimits(wallet, { channelId, cap, expiry })
}

function greater(a: bigint, b: bigint): bigint {
  if (a > b) return a
  return b
}

/** The gateway learns of the channel from the chain, a moment after it was opened. */
async function createKeyOnceIndexed(ledger: OpenLedger, request: CreateKeyRequest) {
  const deadline = Date.now() + INDEXING_MS
  for (;;) {
    try {
      return await ledger.createKey(request)
    } catch (error) {
      if (OpenLedgerError.find(error)?.code !== 'KEY_CHANNEL_UNKNOWN' || Date.now() > deadline) throw error
    }
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
}
