import type { Share } from '@openledger/core/payout/splitShares.ts'
import type { Address } from '@openledger/core/primitives/address.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { type ChainDatanet, recordKey } from '@openledger/core/verify/chainReader.ts'
import type { Chain } from '../clients/createChain.ts'
import type { BlockTimes } from './blockTimes.ts'
import { findEvents } from './findEvents.ts'

/** A value that holds from a time on. */
type From<T> = { readonly from: bigint; readonly value: T }

/**
 * A Datanet as of a block: what never changes, and its owners, curators and disputes over time.
 * @returns undefined for one that was not there then
 * @throws what viem throws, CHAIN_ANSWER_INVALID
 */
export async function readDatanet(
  chain: Chain,
  times: BlockTimes,
  datanetId: Hex32,
  block: bigint,
): Promise<ChainDatanet | undefined> {
  const registry = chain.addresses.datanetRegistry
  const filter = { topics: [datanetId], toBlock: block }
  const created = (await findEvents(chain, registry, 'DatanetCreated', filter)).at(-1)
  if (created === undefined) return undefined
  const { owner, treasury, curatorRateBps } = created.args
  const owners: From<Address>[] = [{ from: await times(created), value: owner }]
  for (const event of await findEvents(chain, registry, 'DatanetTransferred', filter))
    owners.push({ from: await times(event), value: event.args.to })
  const curators: From<readonly Share[]>[] = []
  for (const event of await findEvents(chain, registry, 'CuratorsSet', filter))
    curators.push({ from: await times(event), value: event.args.curators })
  const disputes = await disputesOf(chain, times, datanetId, block)
  return { datanetId, owners, treasury, rateBps: curatorRateBps, curators, disputes }
}

/** When the income of which records went to a pot. An upheld dispute never ends. */
async function disputesOf(
  chain: Chain,
  times: BlockTimes,
  datanetId: Hex32,
  block: bigint,
): Promise<ChainDatanet['disputes']> {
  const contract = chain.addresses.recordDisputes
  const disputes = new Map<string, From<Address | null>[]>()
  const opened = { topics: [null, datanetId], toBlock: block }
  for (const event of await findEvents(chain, contract, 'DisputeOpened', opened)) {
    const { disputeId, contributor, commitment, pot } = event.args
    const key = recordKey(contributor, commitment)
    const timeline = disputes.get(key) ?? []
    disputes.set(key, timeline)
    timeline.push({ from: await times(event), value: pot })
    const closed = { topics: [disputeId], toBlock: block }
    for (const end of await findEvents(chain, contract, 'DisputeClosed', closed))
      if (!end.args.upheld) timeline.push({ from: await times(end), value: null })
  }
  return disputes
}
