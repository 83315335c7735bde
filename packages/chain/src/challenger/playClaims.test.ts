import type { Epoch } from '@openledger/core/epoch/epoch.ts'
import type { FaultSearch } from '@openledger/core/faults/faultFacts.ts'
import { claimsChunkNodes } from '@openledger/core/merkle/claimsChunks.ts'
import { buildClaimsTree } from '@openledger/core/merkle/claimsTree.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import { encodeAbiParameters } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isolated } from '../../test/isolated.ts'
import { type Dies, mortalPublisher } from '../../test/mortalPublisher.ts'
import { postPayouts } from '../../test/postPayouts.ts'
import { OPEN, people } from '../../test/runLoop.ts'
import { startTestChain, type TestChain, testAccount } from '../../test/testChain.ts'
import { ensureAllowance } from '../actions/ensureAllowance.ts'
import { moveTime } from '../actions/moveTime.ts'
import { transferOpen } from '../actions/transferOpen.ts'
import { createUserWallet } from '../actions/userWallet.ts'
import { answerCall, demandCall } from '../calls/challengesCalls.ts'
import type { PublisherStep } from '../publisher/createPublisher.ts'
import { challengeFault } from './challengeFault.ts'
import { DEMANDED_TREES, encodeChunk } from './encodeChunk.ts'
import { encodeFault } from './encodeFault.ts'
import { openDemands } from './openDemands.ts'
import { playClaims } from './playClaims.ts'
import { resolveSilence } from './resolveSilence.ts'

/** Depth 11: the leaves are two to a chunk, one level below the first. */
const COUNT = 1_100
const SECRET = 777
const payouts = Array.from({ length: COUNT }, (_, i) => ({
  account: toAddress(`0x${(i + 1).toString(16).padStart(40, '0')}`),
  cumulative: 2n,
}))
/** What the operator really promises: a leaf that no payout stands behind. */
const lies = payouts.map((leaf, i) => (i === SECRET ? { ...leaf, cumulative: 2_000n } : leaf))
const leaves = { receipts: [], attributions: [], credits: [], payouts }

let world: TestChain
let epoch: Epoch
let search: FaultSearch
const account = testAccount(9)
beforeAll(async () => {
  world = await startTestChain()
  await transferOpen(operator(), { to: toAddress(account.address), balanceAtLeast: 10n * OPEN })
  epoch = await postPayouts(world, payouts, buildClaimsTree(lies).root)
  const none = { signed: [], earlier: [] }
  // Of a search only the epoch itself is read for this kind of fault.
  search = { current: { epoch, leaves }, ...none } as unknown as FaultSearch
})
afterAll(() => world.stop())

const operator = () => createUserWallet({ chain: world.chain, account: people.operator })
const status = async () => (await world.chain.settlement.read.epochOf([epoch.operator, 1n]))[3]
const CLAIMS = DEMANDED_TREES.indexOf('claims')

/** A watcher over a journal file, as a new process makes it; dies at a step if one is given. */
async function player(file: string, dies?: Dies) {
  const publisher = await mortalPublisher(world, account, file, dies)
  return { chain: world.chain, publisher, account, current: { epoch, leaves } }
}

/** The operator answers a chunk out of its own tree. */
const answer = (chunk: number) => {
  const nodes = claimsChunkNodes(buildClaimsTree(lies), chunk) ?? []
  const run = encodeAbiParameters([{ type: 'bytes32[]' }], [nodes])
  return operator().send(answerCall(world.chain.addresses, epoch, { tree: CLAIMS, chunk, run }), 'Answering')
}

test('a secret leaf is drawn out of its operator and proven, in moves of a process each', async () => {
  await isolated(world.chain.rpcUrl, async () => {
    const first = await playClaims(await player('moves.json'))
    expect(first).toMatchObject({ step: 'waits', chunk: 0 })
    expect(await playClaims(await player('moves.json'))).toEqual(first)
    expect(await openDemands(world.chain, epoch.operator)).toMatchObject([{ tree: 'claims', chunk: 0, size: 1024 }])
    await answer(0)
    // Node 388 of the top holds leaves 776 and 777.
    expect(await playClaims(await player('moves.json'))).toMatchObject({ step: 'waits', chunk: 389 })
    await answer(389)
    const move = await playClaims(await player('moves.json'))
    if (move.step !== 'proof') throw new Error(`the game is at ${move.step}`)
    expect(move.fault.leaf).toBe(SECRET)
    expect(move.fault.nodes).toEqual(claimsChunkNodes(buildClaimsTree(lies), 389))
    const result = await challengeFault(await player('moves.json'), encodeFault(search, move.fault))
    expect(result).toMatchObject({ status: 'won', transactionHash: expect.any(String) })
    expect(result.reward).toBeGreaterThan(0n)
    expect(await status()).toBe(3)
    expect(await playClaims(await player('moves.json'))).toEqual({ step: 'over' })
  })
})

test('a watcher that is killed at any step goes on where it was, and asks for nothing twice', async () => {
  const steps: readonly PublisherStep[] = ['intent', 'prepared', 'signed', 'broadcast', 'sent', 'receipt', 'recorded']
  const { openToken, addresses } = world.chain
  for (const call of ['0:approve', '0:demand', '389:approve', '389:demand']) {
    for (const step of steps) {
      await isolated(world.chain.rpcUrl, async () => {
        const file = `killed-${call.replace(':', '-')}-${step}.json`
        const before = await openToken.read.balanceOf([addresses.challenges])
        const dies = (at: PublisherStep, key: string) => at === step && key.endsWith(`:${call}`)
        if (call.startsWith('389')) {
          await playClaims(await player(file))
          await answer(0)
        }
        await expect(playClaims(await player(file, dies))).rejects.toThrow('killed')
        const chunk = call.startsWith('389') ? 389 : 0
        expect(await playClaims(await player(file))).toMatchObject({ step: 'waits', chunk })
        const demands = await world.chain.challenges.getEvents.Demanded({ operator: epoch.operator }, { fromBlock: 0n })
        expect(demands.map(({ args }) => args.chunk)).toEqual(chunk === 0 ? [0] : [0, 389])
        // What lies there is one demand's prepaid money: 550 nodes, or 2.
        const price = 10n ** 15n
        expect((await openToken.read.balanceOf([addresses.challenges])) - before).toBe(
          chunk === 0 ? 330n * price : 2n * price,
        )
      })
    }
  }
}, 240_000)

test('silence is resolved, once, whatever kills the watcher', async () => {
  for (const step of ['signed', 'sent', 'recorded'] as const) {
    await isolated(world.chain.rpcUrl, async () => {
      const file = `silence-${step}.json`
      const move = await playClaims(await player(file))
      if (move.step !== 'waits') throw new Error(`the game is at ${move.step}`)
      await moveTime({ rpcUrl: world.chain.rpcUrl, time: Number(move.until) })
      expect(await playClaims(await player(file))).toEqual(move)
      await moveTime({ rpcUrl: world.chain.rpcUrl, time: Number(move.until) + 1 })
      const dies = (at: PublisherStep, key: string) => at === step && key.startsWith('silence:')
      await expect(playClaims(await player(file, dies))).rejects.toThrow('killed')
      expect(await playClaims(await player(file))).toEqual({ step: 'over' })
      expect(await status()).toBe(3)
    })
  }
})

test('silence about any tree voids the epoch, whoever demanded and whoever looks', async () => {
  await isolated(world.chain.rpcUrl, async () => {
    const { chain, publisher } = await player('other-tree.json')
    const credits = DEMANDED_TREES.indexOf('credits')
    await ensureAllowance(operator(), chain.addresses.challenges, OPEN)
    await operator().send(demandCall(chain.addresses, epoch, credits, 0), 'Demanding')
    expect(await resolveSilence({ chain, publisher }, epoch)).toBeUndefined()
    const { deadline } = await chain.challenges.read.demandOf([epoch.operator, 1, credits, 0])
    await moveTime({ rpcUrl: chain.rpcUrl, time: Number(deadline) + 1 })
    expect(await resolveSilence({ chain, publisher }, epoch)).toEqual({ tree: 'credits', chunk: 0 })
    expect(await status()).toBe(3)
    expect(await resolveSilence({ chain, publisher }, epoch)).toBeUndefined()
  })
})

test('too late to demand, and a demand of somebody else', async () => {
  await isolated(world.chain.rpcUrl, async () => {
    const [, , finalizesAt] = await world.chain.settlement.read.epochOf([epoch.operator, 1n])
    await moveTime({ rpcUrl: world.chain.rpcUrl, time: Number(finalizesAt) })
    expect(await playClaims(await player('late.json'))).toEqual({ step: 'late' })
  })
  await isolated(world.chain.rpcUrl, async () => {
    const other = await mortalPublisher(world, people.operator, 'other.json')
    const move = await playClaims({ chain: world.chain, publisher: other, current: { epoch, leaves } })
    expect(await playClaims(await player('second.json'))).toEqual(move)
  })
})

test('an honest claims tree is answered by the node, and holds', async () => {
  await isolated(world.chain.rpcUrl, async () => {
    // The search of another payout list: what differs is the evidence, not the operator.
    const mistaken = { chain: world.chain, publisher: (await player('holds.json')).publisher }
    const current = { epoch, leaves: { ...leaves, payouts: lies } }
    await playClaims({ ...mistaken, current })
    const run = encodeChunk(current, 'claims', 0, 1024)
    const call = answerCall(world.chain.addresses, epoch, { tree: CLAIMS, chunk: 0, run })
    await operator().send(call, 'Answering')
    expect(await playClaims({ ...mistaken, current })).toEqual({ step: 'holds' })
    expect(() => encodeChunk(current, 'claims', 551, 1024)).toThrow(RangeError)
  })
})
