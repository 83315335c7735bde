import type { DataStore } from '@openledger/core/data/dataStore.ts'
import { parseEpochManifest } from '@openledger/core/data/epochManifest.ts'
import type { Address } from '@openledger/core/primitives/address.ts'
import type { ChainReader } from '@openledger/core/verify/chainReader.ts'
import { loadPublished } from '@openledger/core/verify/loadPublished.ts'
import { answerCall } from '../calls/challengesCalls.ts'
import { type AnswerEncoder, createAnswerEncoder } from '../challenger/encodeAnswer.ts'
import { DEMANDED_TREES } from '../challenger/encodeChunk.ts'
import { type OpenDemand, openDemands } from '../challenger/openDemands.ts'
import { ensure, reading } from './ensure.ts'
import type { UserWallet } from './userWallet.ts'

/**
 * Answers what is demanded of an operator's open epochs and this wallet may answer, from the published data, and takes what
 * was prepaid for it: all trees, but the claims tree only of epochs that the wallet itself posted. Called again after a
 * kill it goes on with what is open.
 * @returns the demands that are answered now
 * @throws DATA_*, VERIFY_* when the published data is not there; CHAIN_REVERTED, CHAIN_UNREACHABLE, CHAIN_RPC_REFUSED
 */
export async function answerOpenDemands(
  wallet: UserWallet,
  from: { readonly operator: Address; readonly reader: ChainReader; readonly store: DataStore },
): Promise<readonly OpenDemand[]> {
  const { chain, address } = wallet
  const { operator, reader, store } = from
  const demands = await reading('Reading the demands', () => openDemands(chain, operator, address))
  const { timestamp } = await reading('Reading the newest block', () => chain.client.getBlock())
  const encoders = new Map<bigint, AnswerEncoder>()
  const answered: OpenDemand[] = []
  for (const demand of demands.filter(({ deadline }) => deadline >= timestamp)) {
    const { number, post, tree: name, chunk, size } = demand
    const posted = await reader.postedEpoch(operator, number)
    if (posted === undefined) continue
    const { epoch, block } = posted
    const publishedOf = async () => loadPublished(store, parseEpochManifest(await store.get(epoch.dataCommitment)))
    const encode = encoders.get(number) ?? createAnswerEncoder({ epoch, published: await publishedOf(), reader, block })
    encoders.set(number, encode)
    const tree = DEMANDED_TREES.indexOf(name)
    const run = await encode(name, chunk, size)
    const call = answerCall(chain.addresses, epoch, { tree, chunk, run })
    const isDone = async () => (await chain.challenges.read.demandOf([operator, post, tree, chunk])).answered
    await ensure(wallet, `Answering for chunk ${chunk} of the ${name}`, isDone, call, 'AnsweredAlready')
    answered.push(demand)
  }
  return answered
}
