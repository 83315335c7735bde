import type { Address } from '@openledger/core/primitives/address.ts'
import { type Hex32, hex32Schema } from '@openledger/core/primitives/hex.ts'
import { concat, keccak256 } from 'viem'
import { z } from 'zod'
import { challengesAbi } from '../abi/challenges.ts'
import { reading } from '../actions/ensure.ts'
import type { Chain } from '../clients/createChain.ts'
import { readEvents } from '../rpc/readEvents.ts'

/**
 * What an epoch's poster answered for a chunk of its claims tree, from the log, checked against the keccak on chain.
 * @param answer `IDataDemands.claimsAnswerOf`
 * @returns undefined when the RPC does not give these nodes (yet)
 * @throws CHAIN_UNREACHABLE, CHAIN_RPC_REFUSED
 */
export async function readClaimsAnswer(
  chain: Chain,
  { operator, post, chunk }: { readonly operator: Address; readonly post: number; readonly chunk: number },
  answer: Hex32,
): Promise<readonly Hex32[] | undefined> {
  const logs = await reading(`Reading the answer for chunk ${chunk} of the claims`, () =>
    readEvents(chain.client, {
      abi: challengesAbi,
      address: chain.addresses.challenges,
      eventName: 'ClaimsAnswered',
      args: { operator, post, chunk },
      fromBlock: BigInt(chain.addresses.deployBlock),
    }),
  )
  for (const { args } of logs) {
    const nodes = z.array(hex32Schema).safeParse(args.nodes)
    if (nodes.success && keccak256(concat(nodes.data)) === answer) return nodes.data
  }
  return undefined
}
