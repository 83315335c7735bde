import { openChannel } from '@openledger/chain/actions/openChannel.ts'
import type { UserWallet } from '@openledger/chain/actions/userWallet.ts'
import { addressSchema } from '@openledger/core/primitives/address.ts'
import { type Hex32, hex32Schema } from '@openledger/core/primitives/hex.ts'
import type { OpenLedger } from './createOpenLedger.ts'

/** A funded channel and the key that spends from it. */
export type Credit = { readonly channelId: Hex32; readonly signer: string; readonly apiKey: string; readonly keyId: string }

/**
 * Pays in and gets an API key: asks the gateway for the session signer it keeps for the account, opens the channel on
 * chain with that signer's cap and expiry (the most that the gateway could ever take), and makes a key for it.
 * An open channel is taken as it is.
 * @param terms.amount deposit in wei; terms.cap most that the signer may sign for, cumulative, in wei; terms.expiry Unix seconds
 */
export async function openCredit(
  ledger: OpenLedger,
  wallet: UserWallet,
  terms: { readonly amount: bigint; readonly cap: bigint; readonly expiry: bigint; readonly name: string },
): Promise<Credit> {
  const signer = addressSchema.parse((await ledger.createSigner()).signer)
  const operator = addressSchema.parse(ledger.info.operator)
  const { amount, cap, expiry, name } = terms
  const { channelId } = await openChannel(wallet, { operator, signer, cap, expiry, amount })
  const { apiKey, keyId } = await createKeyOnceIndexed(ledger, channelId, name)
  return { channelId: hex32Schema.parse(channelId), signer, apiKey, keyId }
}

/** The gateway learns of the channel from the chain, a moment after it was opened. */
async function createKeyOnceIndexed(ledger: OpenLedger, channelId: Hex32, name: string) {
  const deadline = Date.now() + 30_000
  for (;;) {
    try {
      return await ledger.createKey({ channelId, name })
    } catch (error) {
      const status = error instanceof Error && 'status' in error ? error.status : undefined
      if (status !== 404 || Date.now() > deadline) throw error
    }
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
}
