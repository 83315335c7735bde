import type { Epoch } from '@openledger/core/epoch/epoch.ts'
import type { EpochLeaves } from '@openledger/core/epoch/epochTrees.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { callSpan } from '@openledger/core/faults/proofs/callSpan.ts'
import { epochRuns } from '@openledger/core/faults/proofs/epochRuns.ts'
import { type Hex32, ZERO_HEX32 } from '@openledger/core/primitives/hex.ts'
import { requestReexecutionCall } from '../calls/committeeCalls.ts'
import { chainErrors } from '../errors.ts'
import { ensure, reading } from './ensure.ts'
import { ensureAllowance } from './ensureAllowance.ts'
import type { ActionResult, UserWallet } from './userWallet.ts'

/**
 * Asks a committee to execute a call's attribution again, and prepays it; `already` when it is asked or judged.
 * @param request.epoch header of an open epoch, as posted; `leaves`: its published leaves
 * @returns the request's id
 * @throws CHAIN_FUNDS_TOO_LOW, CHAIN_REVERTED (WindowOver, NotAnOpenEpoch), CHAIN_UNREACHABLE, CHAIN_RPC_REFUSED;
 * CHAIN_ANSWER_INVALID when the epoch has no such call
 */
export async function requestReexecution(
  wallet: UserWallet,
  request: { readonly epoch: Epoch; readonly leaves: EpochLeaves; readonly callId: Hex32 },
): Promise<ActionResult & { readonly requestId: Hex32 }> {
  const { chain } = wallet
  const { epoch, leaves, callId } = request
  const { operator, number } = epoch
  const receipt = leaves.receipts.find((each) => each.receipt.callId === callId)?.receipt
  if (receipt === undefined) {
    throw new OpenLedgerError(chainErrors.CHAIN_ANSWER_INVALID, `Epoch ${number} has no call ${callId}.`)
  }
  const price = await reading('Reading the price', async () => {
    const [size, each] = await Promise.all([chain.committee.read.size(), chain.committee.read.pricePerMember()])
    return BigInt(size) * each
  })
  const latest = async () => {
    const post = await chain.settlement.read.postOf([operator, number])
    return chain.committee.read.latestRequest([operator, post, callId])
  }
  const evidence = { epoch, leaves }
  const run = epochRuns(evidence).attributions(callSpan(evidence, receipt))
  const isDone = async () => {
    const requestId = await latest()
    return requestId !== ZERO_HEX32 && !(await canBeAskedAgain(wallet, requestId))
  }
  if (!(await reading('Reading the request', isDone))) await ensureAllowance(wallet, chain.addresses.committee, price)
  const call = requestReexecutionCall(chain.addresses, epoch, run, callId)
  const result = await ensure(wallet, 'Asking a committee', isDone, call, 'RequestedAlready')
  return { ...result, requestId: await reading('Reading the request', latest) }
}

/** Outcomes of `ICommittee.Outcome` after which a call may be asked about again: lapsed, no quorum. */
const UNJUDGED: readonly number[] = [1, 3]

async function canBeAskedAgain({ chain }: UserWallet, requestId: Hex32): Promise<boolean> {
  return UNJUDGED.includes((await chain.committee.read.requestOf([requestId])).outcome)
}
