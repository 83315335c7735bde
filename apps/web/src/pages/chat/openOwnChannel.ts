import { getBalance } from '@openledger/core/api/earnings.ts'
import type { Info } from '@openledger/core/api/info.ts'
import { type CreatedKey, createKey, createSigner } from '@openledger/core/api/keys.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { channelId as idOf } from '@openledger/core/ids/channelId.ts'
import type { Actor } from '../../account/useActor.ts'
import { ApiError } from '../../api/apiError.ts'
import { ask } from '../../api/ask.ts'
import { formatOpen } from '../../format/formatOpen.ts'
import { text } from '../../text/text.ts'

/** How long the gateway may take to learn of the channel from the chain, ms. */
const INDEXING_MS = 30_000

/**
 * Opens the account's channel with this gateway's operator and pays in, by two transactions that the wallet confirms; then
 * makes a key for it, whose budget is what was paid in. Done again after half of it, it goes on from there.
 *
 * @param amount wei
 * @param days for so long the gateway's session signer may sign vouchers, up to `amount`
 * @throws WEB_OPEN_SHORT before anything is sent, ApiError of the gateway; CHAIN_REVERTED, SDK_WALLET_*
 */
export async function openOwnChannel(input: {
  readonly actor: Actor
  readonly ledger: Info
  readonly token: string
  readonly amount: bigint
  readonly days: number
  readonly name: string
}): Promise<CreatedKey> {
  const { actor, ledger, token, amount, days, name } = input
  await assertHas(actor.account, amount)
  const { addresses, chainId, operator } = ledger
  const { signer } = await ask(createSigner, { key: token })
  const escrow = addresses.paymentEscrow
  const channelId = idOf({ chainId, escrow, payer: actor.account, operator, signer })
  // The contracts' interfaces come when they are needed.
  const { approveOpenCall } = await import('@openledger/chain/calls/openTokenCalls.ts')
  const { openChannelCall } = await import('@openledger/chain/calls/paymentEscrowCalls.ts')
  await actor.send(approveOpenCall(addresses, escrow, amount), 'Approving OPEN')
  const expiry = BigInt(Math.floor(Date.now() / 1000) + days * 86_400)
  const terms = { operator, signer, cap: amount, expiry, amount }
  try {
    await actor.send(openChannelCall(addresses, terms), 'Opening the channel')
  } catch (error) {
    // It is open already: a key is what was missing.
    if (OpenLedgerError.find(error)?.details['errorName'] !== 'ChannelExists') throw error
  }
  return createKeyOnceIndexed({ channelId, name, budget: amount.toString() }, token)
}

/** The first of the two transactions would succeed and cost gas for nothing. */
async function assertHas(account: Actor['account'], amount: bigint): Promise<void> {
  const { open } = await ask(getBalance, { params: { address: account } })
  if (BigInt(open) >= amount) return
  const { head, tail } = formatOpen(open)
  const { openShort, openShortHint: hint } = text.chat
  throw new ApiError({ code: 'WEB_OPEN_SHORT', status: 0, message: openShort(`${head}${tail}`), hint })
}

async function createKeyOnceIndexed(body: { channelId: string; name: string; budget: string }, token: string) {
  const deadline = Date.now() + INDEXING_MS
  for (;;) {
    try {
      return await ask(createKey, { body, key: token })
    } catch (error) {
      const unknown = error instanceof ApiError && error.code === 'KEY_CHANNEL_UNKNOWN'
      if (!unknown || Date.now() > deadline) throw error
    }
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
}
