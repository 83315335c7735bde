import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { type DisputedRecord, openDisputeCall } from '../calls/recordDisputesCalls.ts'
import { disputeNow } from './disputeNow.ts'
import { ensure, reading } from './ensure.ts'
import { ensureAllowance } from './ensureAllowance.ts'
import type { ActionResult, UserWallet } from './userWallet.ts'

/**
 * Disputes a record with the registry's stake, unless it is disputed already (by whomever). From the transaction's block
 * on the record's income goes to the dispute's pot.
 * @throws CHAIN_FUNDS_TOO_LOW, CHAIN_REVERTED (UnknownDatanet, …), CHAIN_UNREACHABLE, CHAIN_RPC_REFUSED
 */
export async function openDispute(
  wallet: UserWallet,
  record: DisputedRecord,
): Promise<ActionResult & { readonly disputeId: Hex32 }> {
  const { chain } = wallet
  const there = await disputeNow(chain, record)
  if (there !== undefined) return { status: 'already', disputeId: there }
  const stake = await reading('Reading the stake', () => chain.recordDisputes.read.stake())
  await ensureAllowance(wallet, chain.addresses.recordDisputes, stake)
  const isDone = async () => (await disputeNow(chain, record)) !== undefined
  const call = openDisputeCall(chain.addresses, record)
  const result = await ensure(wallet, `Disputing record ${record.commitment}`, isDone, call, 'AlreadyDisputed')
  const disputeId = await disputeNow(chain, record)
  if (disputeId === undefined) throw new RangeError(`The dispute of ${record.commitment} was opened and is gone.`)
  return { ...result, disputeId }
}
