import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { type Hex, type PublicClient, parseTransaction } from 'viem'
import { chainErrors } from '../errors.ts'

/** What a transaction offers for each gas, wei. */
export type Fees = { readonly maxFeePerGas: bigint; readonly maxPriorityFeePerGas: bigint }

/** Highest fee for each gas that is offered unless told otherwise, wei. */
export const MAX_FEE_PER_GAS = 500_000_000_000n

/** Fees rise while a transaction waits to be sent again; this many times today's base fee still pays. */
const BASE_FEE_HEADROOM = 10n
const GWEI = 1_000_000_000n
/** Tip where the chain doesn't say one. */
const LEAST_TIP = 1_000_000n

const greater = (a: bigint, b: bigint) => (a > b ? a : b)
const lesser = (a: bigint, b: bigint) => (a < b ? a : b)

/**
 * Fees that pay now and after some rises of the base fee; the tip is what the chain asks, within reason.
 * @param cap highest fee for each gas, wei
 * @throws CHAIN_FEE_TOO_HIGH when not even the next block would take `cap`; what viem throws
 */
export async function feesNow(client: PublicClient, cap: bigint): Promise<Fees> {
  const [block, asked] = await Promise.all([
    client.getBlock({ blockTag: 'latest' }),
    client.estimateMaxPriorityFeePerGas().catch(() => LEAST_TIP),
  ])
  const base = block.baseFeePerGas ?? 0n
  if (base > cap) {
    throw new OpenLedgerError(
      chainErrors.CHAIN_FEE_TOO_HIGH,
      `The chain asks ${base} wei for each gas, above ${cap}.`,
      {
        details: { base: base.toString(), cap: cap.toString() },
      },
    )
  }
  const maxFeePerGas = lesser(base * BASE_FEE_HEADROOM + GWEI, cap)
  const tip = lesser(greater(asked, LEAST_TIP), greater(3n * GWEI, base))
  return { maxFeePerGas, maxPriorityFeePerGas: lesser(tip, maxFeePerGas) }
}

/**
 * Fees with which a waiting transaction replaces itself: a quarter above what it offers (nodes ask for a tenth or an
 * eighth), and enough for now.
 * @returns undefined when that is above `cap`
 */
export async function raisedFees(client: PublicClient, raw: Hex, cap: bigint): Promise<Fees | undefined> {
  const offered = parseTransaction(raw)
  const now = await feesNow(client, cap)
  const raised = (fee: bigint | undefined) => ((fee ?? 0n) * 5n) / 4n + 1n
  const maxFeePerGas = greater(raised(offered.maxFeePerGas), now.maxFeePerGas)
  const maxPriorityFeePerGas = greater(raised(offered.maxPriorityFeePerGas), now.maxPriorityFeePerGas)
  return maxFeePerGas > cap ? undefined : { maxFeePerGas, maxPriorityFeePerGas }
}
