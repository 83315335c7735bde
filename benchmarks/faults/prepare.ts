import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { finalizeEpoch } from '@openledger/chain/actions/finalizeEpoch.ts'
import { moveTime } from '@openledger/chain/actions/moveTime.ts'
import { homePaths } from '@openledger/cli/home/homePaths.ts'
import { writeJsonFile } from '@openledger/cli/home/jsonFile.ts'
import { buildEpoch } from '@openledger/core/epoch/buildEpoch.ts'
import { seededRandom } from '../lib/seededRandom.ts'
import { diceOf, makeHonestCalls } from './honestCalls.ts'
import type { Ledger } from './ledger.ts'
import type { LieContext } from './lieContext.ts'
import { people, watcherKey } from './people.ts'
import { collectAndPost, publishBlobs } from './settleEpoch.ts'

/** Calls of the two honest epochs: each has every kind of call. */
const CALLS = 20

/** Posts and finalises an honest first epoch, and builds the second, which the lies are about. */
export async function prepareEpochs(ledger: Ledger, seed: number): Promise<LieContext> {
  const dice = diceOf(seededRandom(seed))
  const calls = await makeHonestCalls(ledger, dice, undefined, CALLS)
  const first = await buildEpoch({ ...ledger.base, number: 1n, previous: undefined, ...calls })
  await publishBlobs(join(ledger.folder, 'data'), first.blobs)
  const ends = new Map([...first.next.channels].map(([id, end]) => [id, end.cumulative]))
  await collectAndPost(ledger, first.epoch, ends)
  const [, , finalizesAt] = await ledger.chain.settlement.read.epochOf([ledger.base.operator, 1n])
  await moveTime({ rpcUrl: ledger.chain.rpcUrl, time: Number(finalizesAt) + 1 })
  await finalizeEpoch(ledger.wallet(people.baseOwner), { operator: ledger.base.operator, number: 1n })
  const more = await makeHonestCalls(ledger, dice, first.next, CALLS)
  const second = await buildEpoch({ ...ledger.base, number: 2n, previous: first.next, ...more })
  return { ledger, first, second, dice }
}

/** Writes what the watch command is given: addresses, the watcher's key. Answers its options. */
export async function prepareWatch(ledger: Ledger): Promise<{ home: string; values: Record<string, string> }> {
  const home = join(ledger.folder, 'home')
  const addresses = join(ledger.folder, 'addresses.json')
  await writeFile(addresses, JSON.stringify(ledger.chain.addresses))
  const key = { address: people.watcher.address, privateKey: watcherKey() }
  await writeJsonFile(join(homePaths(home).accounts, 'watcher.json'), key)
  const { rpcUrl, chainId } = ledger.chain
  const data = join(ledger.folder, 'data')
  return { home, values: { rpc: rpcUrl, chain: String(chainId), addresses, operator: ledger.base.operator, data } }
}
