import type { ContractAddresses } from '@openledger/core/api/addresses.ts'
import { type Address, toAddress } from '@openledger/core/primitives/address.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { getContract, type PublicClient } from 'viem'
import { committeeAbi } from '../abi/committee.ts'
import { readEvents } from '../rpc/readEvents.ts'

const STAGES = ['none', 'requested', 'drawn', 'given', 'done'] as const

/** A request to a committee. Times in Unix seconds. */
export type CommitteeRequest = {
  readonly requestId: Hex32
  readonly operator: Address
  readonly requester: Address
  readonly number: bigint
  readonly callId: Hex32
  /** Posted attributions of the call. */
  readonly leaves: number
  readonly stage: (typeof STAGES)[number]
  readonly outcome: number
  readonly drawBlock: bigint
  /** Last second of the stage's step; when the content is given, the last one for commitments. */
  readonly deadline: bigint
  readonly contentHash: Hex32
  readonly members: readonly Address[]
}

type Parameters = { readonly client: PublicClient; readonly addresses: ContractAddresses }

/** A request as it stands now. @throws what viem throws when the chain can't be read */
export async function readRequest({ client, addresses }: Parameters, requestId: Hex32): Promise<CommitteeRequest> {
  const committee = getContract({ abi: committeeAbi, address: addresses.committee, client })
  const found = await committee.read.requestOf([requestId])
  return {
    requestId,
    operator: toAddress(found.operator),
    requester: toAddress(found.requester),
    number: found.number,
    callId: found.callId,
    leaves: found.leaves,
    stage: STAGES[found.stage] ?? 'none',
    outcome: found.outcome,
    drawBlock: found.drawBlock,
    deadline: found.deadline,
    contentHash: found.contentHash,
    members: found.members.map(toAddress),
  }
}

/**
 * Requests that have not ended, oldest first.
 * @param operator of these epochs; all if none is given
 * @throws what viem throws when the chain can't be read
 */
export async function openRequests(parameters: Parameters, operator?: Address): Promise<CommitteeRequest[]> {
  const { client, addresses } = parameters
  const made = await readEvents(client, {
    abi: committeeAbi,
    address: addresses.committee,
    eventName: 'ReexecutionRequested',
    args: operator === undefined ? {} : { operator },
    fromBlock: BigInt(addresses.deployBlock),
  })
  const open: CommitteeRequest[] = []
  for (const { args } of made) {
    const request = await readRequest(parameters, args.requestId)
    if (request.stage !== 'done') open.push(request)
  }
  return open
}
