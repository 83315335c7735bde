import { toAddress } from '@openledger/core/primitives/address.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import type { Address, PublicClient } from 'viem'

/**
 * Finds the transaction of an account that used a nonce: the evidence that another transaction with that nonce can never
 * be mined while this one stands. That a receipt can't be found is none: RPCs lag behind, forget and lie.
 * @param sinceBlock height at which the nonce was still unused, as far as known
 * @returns undefined when it can't be found
 * @throws what viem throws
 */
export async function nonceUser(
  client: PublicClient,
  from: Address,
  nonce: number,
  sinceBlock: bigint,
): Promise<{ readonly hash: Hex32; readonly blockNumber: bigint } | undefined> {
  const used = async (blockNumber: bigint) => (await client.getTransactionCount({ address: from, blockNumber })) > nonce
  const head = await client.getBlockNumber({ cacheTime: 0 })
  if (!(await used(head))) return undefined
  const start = sinceBlock <= head && !(await used(sinceBlock)) ? sinceBlock : -1n
  let [unused, first] = [start, head]
  while (first - unused > 1n) {
    const middle = (unused + first) / 2n
    if (await used(middle)) first = middle
    else unused = middle
  }
  const block = await client.getBlock({ blockNumber: first, includeTransactions: true })
  const user = block.transactions.find((sent) => toAddress(sent.from) === from && sent.nonce === nonce)
  return user === undefined ? undefined : { hash: user.hash, blockNumber: first }
}
