import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { registerValidatorCall } from '../calls/committeeCalls.ts'
import { ensure, reading } from './ensure.ts'
import type { ActionResult, UserWallet } from './userWallet.ts'

/** Seats that there are at most. */
const SEATS = 64n

/**
 * Takes a seat among the validators with this key, or changes the key of a wallet that has one. The first free seat is
 * taken; if there is none, that of the validator with the least stake.
 * @throws CHAIN_REVERTED (StakeTooSmall, SeatJustChanged, SeatTaken), CHAIN_UNREACHABLE, CHAIN_RPC_REFUSED
 */
export async function registerValidator(
  wallet: UserWallet,
  request: { readonly encryptionKey: Hex32 },
): Promise<ActionResult> {
  const { chain, address } = wallet
  const { encryptionKey } = request
  const seated = async () => (await chain.committee.read.placeOf([address]))[0]
  const isDone = async () =>
    (await seated()) && (await chain.committee.read.encryptionKeyOf([address])) === encryptionKey
  const place = await reading('Looking for a seat', async () => ((await seated()) ? 0n : freeSeat(wallet)))
  return ensure(wallet, 'Taking a seat', isDone, registerValidatorCall(chain.addresses, encryptionKey, place))
}

async function freeSeat({ chain }: UserWallet): Promise<bigint> {
  const { committee, staking } = chain
  const count = await committee.read.seatCount()
  const freeAfter = (await chain.client.getBlock()).timestamp - (await committee.read.stepWindow())
  let least: { readonly place: bigint; readonly stake: bigint } | undefined
  for (let place = 0n; place < count; place++) {
    const { account, since, until } = await committee.read.seatOf([place])
    if (until > 0 && BigInt(until) < freeAfter) return place
    if (until > 0 || BigInt(since) >= freeAfter) continue
    const { stake } = await staking.read.stateOf([await staking.read.subjectOf([account])])
    if (least === undefined || stake < least.stake) least = { place, stake }
  }
  return count < SEATS || least === undefined ? count : least.place
}
