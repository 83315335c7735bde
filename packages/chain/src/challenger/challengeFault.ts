import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { type Address, toAddress } from '@openledger/core/primitives/address.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { encodeAbiParameters, keccak256, type LocalAccount, parseAbiParameters } from 'viem'
import { challengesAbi } from '../abi/challenges.ts'
import { challengeCall, challengeCommitment, commitCall } from '../calls/challengesCalls.ts'
import type { Chain } from '../clients/createChain.ts'
import { chainErrors } from '../errors.ts'
import type { Publisher } from '../publisher/createPublisher.ts'
import { readEvents } from '../rpc/readEvents.ts'
import type { EncodedFault } from './encodeFault.ts'

/** How a challenge ended. `already`: the epoch is void or final, by this or another challenger. */
export type ChallengeResult = {
  readonly status: 'won' | 'already'
  readonly commitment: Hex32
  readonly transactionHash: Hex32 | undefined
  /** Wei of the operator's bond that came to the challenger. */
  readonly reward: bigint
}

/** Epoch states of `ISettlement.EpochStatus` in which a challenge is possible. */
const OPEN = 1

/**
 * Challenges a fault: commit, a block later the proof. May be killed between any two steps and called again with the
 * same fault: the salt follows from the key and the fault, and the publisher's journal knows what was sent.
 * @throws CHAIN_REVERTED when the prover refuses the proof; CHAIN_UNREACHABLE, CHAIN_TRANSACTION_TIMEOUT
 */
export async function challengeFault(
  options: { readonly chain: Chain; readonly publisher: Publisher; readonly account: LocalAccount },
  fault: EncodedFault,
): Promise<ChallengeResult> {
  const { chain, publisher, account } = options
  const challenger = toAddress(account.address)
  const salt = await saltOf(account, chain, fault)
  const commitment = challengeCommitment(challenger, fault, salt)
  const sent = `challenge:${commitment}`
  if (!(await isOpen(chain, fault))) return outcomeOf(chain, challenger, commitment, fault)
  await publisher.send({ key: `${sent}:commit`, ...commitCall(chain.addresses, commitment) })
  try {
    const call = challengeCall(chain.addresses, fault, salt)
    await publisher.send({ key: `${sent}:prove`, ...call })
  } catch (error) {
    // Somebody else's proof may have come first.
    const known = OpenLedgerError.find(error)
    if (known?.code !== chainErrors.CHAIN_REVERTED.code || (await isOpen(chain, fault))) throw error
  }
  return outcomeOf(chain, challenger, commitment, fault)
}

/** Who proved the fault of an epoch that is open no more, and what it brought this challenger. */
async function outcomeOf(
  chain: Chain,
  challenger: Address,
  commitment: Hex32,
  { operator, number, epochHash }: EncodedFault,
): Promise<ChallengeResult> {
  const proofs = await readEvents(chain.client, {
    abi: challengesAbi,
    address: chain.addresses.challenges,
    eventName: 'FaultProven',
    args: { operator, number, epochHash },
    fromBlock: BigInt(chain.addresses.deployBlock),
  })
  const own = proofs.find(({ args }) => toAddress(args.challenger) === challenger)
  if (own === undefined) return { status: 'already', commitment, transactionHash: undefined, reward: 0n }
  const { transactionHash, blockNumber } = own
  return { status: 'won', commitment, transactionHash, reward: await rewardIn(chain, challenger, blockNumber) }
}

/** A salt that nobody else can guess and that this key finds again: keccak of its signature over the fault. */
async function saltOf(account: LocalAccount, chain: Chain, fault: EncodedFault): Promise<Hex32> {
  const { operator, number, kind, proof } = fault
  const raw = encodeAbiParameters(parseAbiParameters('uint256, address, address, uint64, uint8, bytes32'), [
    BigInt(chain.chainId),
    chain.addresses.challenges,
    operator,
    number,
    kind,
    keccak256(proof),
  ])
  return keccak256(await account.signMessage({ message: { raw } }))
}

async function isOpen(chain: Chain, { operator, number }: EncodedFault): Promise<boolean> {
  const [, , , status] = await chain.settlement.read.epochOf([operator, number])
  return status === OPEN
}

/** What slashings of a block gave a challenger. */
async function rewardIn(chain: Chain, challenger: Address, block: bigint): Promise<bigint> {
  const slashed = await chain.bondVault.getEvents.BondSlashed({ challenger }, { fromBlock: block, toBlock: block })
  return slashed.reduce((sum, { args }) => sum + (args.reward ?? 0n), 0n)
}
