import type { Address } from '@openledger/core/primitives/address.ts'
import { type Hex32, ZERO_HEX32 } from '@openledger/core/primitives/hex.ts'
import type { Chain } from '../clients/createChain.ts'
import { reading } from './ensure.ts'

/** Later than any block: what holds now. */
const FOR_EVER = 2n ** 64n - 1n

/**
 * The dispute that freezes a record's income now.
 * @returns undefined when the record is not disputed
 * @throws CHAIN_UNREACHABLE, CHAIN_RPC_REFUSED
 */
export async function disputeNow(
  chain: Chain,
  record: { readonly datanetId: Hex32; readonly contributor: Address; readonly commitment: Hex32 },
): Promise<Hex32 | undefined> {
  const args = [record.datanetId, record.contributor, record.commitment, FOR_EVER] as const
  const found = await reading('Reading the dispute', () => chain.datanetRegistry.read.disputeAt(args))
  return found === ZERO_HEX32 ? undefined : found
}
