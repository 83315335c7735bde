import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { Hex } from 'viem'
import { z } from 'zod'
import { sdkErrors } from '../errors.ts'
import type { WalletProvider } from '../walletSigner.ts'
import { askWallet } from './askWallet.ts'

const receiptSchema = z.looseObject({ status: z.string().optional(), blockNumber: z.string() }).nullable()
const transactionSchema = z.looseObject({}).nullable()

/** How often a wallet is asked, ms. */
const POLL_MS = 1_000
/** How long a page waits for a block, ms; the transaction goes on without it. */
const WAIT_MS = 600_000
/** How long a wallet may know nothing of a transaction before it counts as dropped, ms. */
const UNKNOWN_MS = 60_000

export type Mined = { readonly succeeded: boolean; readonly blockNumber: string }

/**
 * Waits until a transaction is in a block, asking through the wallet that sent it.
 *
 * @throws SDK_TRANSACTION_LOST when the chain knows nothing of it, SDK_TRANSACTION_WAITS after ten minutes
 */
export async function waitForBlock(
  provider: WalletProvider,
  hash: Hex,
  what: string,
  times = { poll_ms: POLL_MS, wait_ms: WAIT_MS, unknown_ms: UNKNOWN_MS },
): Promise<Mined> {
  const ask = <T>(method: string, schema: z.ZodType<T>) => askWallet(provider, { method, params: [hash], what }, schema)
  const began = Date.now()
  let lastKnown = began
  for (;;) {
    const receipt = await ask('eth_getTransactionReceipt', receiptSchema)
    if (receipt !== null) return { succeeded: receipt.status !== '0x0', blockNumber: receipt.blockNumber }
    const now = Date.now()
    if ((await ask('eth_getTransactionByHash', transactionSchema)) !== null) lastKnown = now
    if (now - lastKnown > times.unknown_ms)
      throw new OpenLedgerError(sdkErrors.SDK_TRANSACTION_LOST, `${what}: the chain does not know ${hash}.`)
    if (now - began > times.wait_ms)
      throw new OpenLedgerError(sdkErrors.SDK_TRANSACTION_WAITS, `${what}: ${hash} is in no block yet.`)
    await new Promise((resolve) => setTimeout(resolve, times.poll_ms))
  }
}
