import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { moveTime } from '@openledger/chain/actions/moveTime.ts'
import { transferOpen } from '@openledger/chain/actions/transferOpen.ts'
import { answerCall } from '@openledger/chain/calls/challengesCalls.ts'
import { createFaultReader } from '@openledger/chain/challenger/createFaultReader.ts'
import { createAnswerEncoder } from '@openledger/chain/challenger/encodeAnswer.ts'
import { DEMANDED_TREES } from '@openledger/chain/challenger/encodeChunk.ts'
import { openDemands } from '@openledger/chain/challenger/openDemands.ts'
import { callRpc } from '@openledger/chain/rpc/callRpc.ts'
import { receiptTypedData } from '@openledger/core/eip712/receipt.ts'
import { deriveCredits } from '@openledger/core/epoch/deriveCredits.ts'
import type { Epoch } from '@openledger/core/epoch/epoch.ts'
import type { EpochLeaves } from '@openledger/core/epoch/epochTrees.ts'
import { claimsChunkNodes } from '@openledger/core/merkle/claimsChunks.ts'
import { buildClaimsTree } from '@openledger/core/merkle/claimsTree.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import { encodeAbiParameters } from 'viem'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { factsOf, forgeEpoch, pricedAsSaid } from '../../../../benchmarks/faults/forge.ts'
import { diceOf } from '../../../../benchmarks/faults/honestCalls.ts'
import type { LieContext } from '../../../../benchmarks/faults/lieContext.ts'
import { payoutClasses } from '../../../../benchmarks/faults/payoutLies.ts'
import { at, people } from '../../../../benchmarks/faults/people.ts'
import { prepareEpochs, prepareWatch } from '../../../../benchmarks/faults/prepare.ts'
import { collectAndPost, publishBlobs } from '../../../../benchmarks/faults/settleEpoch.ts'
import { startLedger } from '../../../../benchmarks/faults/startLedger.ts'
import { treeClasses } from '../../../../benchmarks/faults/treeLies.ts'
import { runVariant } from '../../../../benchmarks/faults/variant.ts'
import { watchInProcess } from '../../../../benchmarks/faults/watchInProcess.ts'
import { seededRandom } from '../../../../benchmarks/lib/seededRandom.ts'

let context: LieContext
let watch: Awaited<ReturnType<typeof prepareWatch>>
beforeAll(async () => {
  context = await prepareEpochs(await startLedger(), 3)
  watch = await prepareWatch(context.ledger)
  // What the watch prepays.
  const to = toAddress(people.watcher.address)
  await transferOpen(context.ledger.wallet(people.operator), { to, balanceAtLeast: 10n ** 19n })
})
afterAll(async () => {
  await context.ledger.anvil.stop()
  await rm(context.ledger.folder, { recursive: true, force: true })
})

const run = (values: Readonly<Record<string, string | boolean>> = {}) =>
  watchInProcess('', watch.home, { ...watch.values, ...values })

test('a faulty epoch is challenged by the watch alone, and claims go on', async () => {
  const names = ['claims root not of the payouts', 'account dropped']
  const classes = [...treeClasses, ...payoutClasses].filter(({ name }) => names.includes(name))
  expect(classes).toHaveLength(names.length)
  for (const fault of classes) {
    const result = await runVariant({ ...context, dice: diceOf(seededRandom(5)) }, fault, run)
    expect(result, `${fault.name}: ${result.note}`).toMatchObject({
      found: true,
      won: true,
      paid: true,
      claims: true,
      reposted: true,
    })
  }
})

test('a secret claims leaf is demanded from its operator: its answer proves it, its silence voids the epoch', async () => {
  const { ledger, first, second } = context
  const { chain } = ledger
  const operator = ledger.wallet(people.operator)
  const payouts = second.leaves.payouts
  const lies = payouts.map((leaf, i) => (i === 2 ? { ...leaf, cumulative: leaf.cumulative * 3n } : leaf))
  const tree = buildClaimsTree(lies)
  const forged = forgeEpoch(ledger, second, first.next, { post: () => ({ claimsRoot: tree.root }) })
  const one = { 'claims-at-once': '0' }
  for (const answers of [true, false]) {
    const snapshot = await callRpc(chain.rpcUrl, 'evm_snapshot', [])
    try {
      await publishBlobs(join(ledger.folder, 'data'), forged.blobs)
      await collectAndPost(ledger, forged.epoch, forged.collect)
      const asked = await run(one)
      expect(asked).toMatchObject({
        code: 1,
        reports: [
          { number: '2', verdict: 'faulty', outcome: 'waits', kind: 'CLAIM_LEAF_WRONG', demanded: { chunk: 0 } },
        ],
      })
      const until = Number(asked.reports[0]?.demanded?.until)
      if (answers) {
        const nodes = encodeAbiParameters([{ type: 'bytes32[]' }], [claimsChunkNodes(tree, 0) ?? []])
        const answer = { tree: DEMANDED_TREES.indexOf('claims'), chunk: 0, run: nodes }
        await operator.send(answerCall(chain.addresses, forged.epoch, answer), 'Answering')
      } else await moveTime({ rpcUrl: chain.rpcUrl, time: until + 1 })
      const ended = await run(one)
      expect(ended).toMatchObject({
        code: 4,
        reports: [
          answers
            ? { outcome: 'void', kind: 'CLAIM_LEAF_WRONG', challenge: { status: 'won' } }
            : { outcome: 'void', kind: 'DATA_WITHHELD' },
        ],
      })
      expect((await chain.settlement.read.epochOf([ledger.base.operator, 2n]))[3]).toBe(3)
    } finally {
      await callRpc(chain.rpcUrl, 'evm_revert', [snapshot])
      await rm(join(ledger.folder, 'home', 'watch'), { recursive: true, force: true })
    }
  }
})

test('a fault in data that is published nowhere is drawn out of its operator; silence about it voids the epoch', async () => {
  const { ledger, first, second } = context
  const { chain } = ledger
  const dropped = payoutClasses.find(({ name }) => name === 'account dropped')
  if (dropped === undefined) throw new Error('no such class')
  const lie = await dropped.lie({ ...context, dice: diceOf(seededRandom(6)) })
  const forged = forgeEpoch(ledger, second, first.next, lie)
  const leaves = { ...second.leaves, payouts: lie.payouts ?? [] }
  for (const answers of [true, false]) {
    const snapshot = await callRpc(chain.rpcUrl, 'evm_snapshot', [])
    try {
      // Not even the manifest.
      await collectAndPost(ledger, forged.epoch, forged.collect)
      const asked = await run()
      expect(asked).toMatchObject({
        code: 1,
        reports: [{ number: '2', verdict: 'unavailable', outcome: 'waits', kind: 'DATA_WITHHELD' }],
      })
      if (answers) await answerAll(forged.epoch, leaves)
      else await moveTime({ rpcUrl: chain.rpcUrl, time: Number(asked.reports[0]?.demanded?.until) + 1 })
      expect(await run()).toMatchObject({
        code: 4,
        reports: [
          answers
            ? { verdict: 'faulty', outcome: 'void', kind: 'ACCOUNT_DROPPED', challenge: { status: 'won' } }
            : { outcome: 'void', kind: 'DATA_WITHHELD' },
        ],
      })
      expect((await chain.settlement.read.epochOf([ledger.base.operator, 2n]))[3]).toBe(3)
      expect(await chain.openToken.read.balanceOf([chain.addresses.challenges])).toBe(0n)
    } finally {
      await callRpc(chain.rpcUrl, 'evm_revert', [snapshot])
      await rm(join(ledger.folder, 'home', 'watch'), { recursive: true, force: true })
    }
  }
})

/** The operator answers everything that is demanded of it. */
async function answerAll(epoch: Epoch, leaves: EpochLeaves): Promise<void> {
  const { chain, wallet, base } = context.ledger
  const published = { leaves, versions: base.versions, logs: base.logs }
  const reader = await createFaultReader(chain)
  const encode = createAnswerEncoder({ epoch, published, reader, block: await chain.client.getBlockNumber() })
  for (const { tree, chunk, size } of await openDemands(chain, base.operator)) {
    const answer = { tree: DEMANDED_TREES.indexOf(tree), chunk, run: await encode(tree, chunk, size) }
    await wallet(people.operator).send(answerCall(chain.addresses, epoch, answer), 'Answering')
  }
}

/** Does something with the chain as it is, and puts it back as it was. */
async function apart(work: () => Promise<void>): Promise<void> {
  const { ledger } = context
  const snapshot = await callRpc(ledger.chain.rpcUrl, 'evm_snapshot', [])
  try {
    await work()
  } finally {
    await callRpc(ledger.chain.rpcUrl, 'evm_revert', [snapshot])
    await rm(join(ledger.folder, 'home', 'watch'), { recursive: true, force: true })
  }
}

/** Nobody answers until it is too late, and the watch looks again. */
async function stayingSilent(until: unknown): Promise<void> {
  const { chain, base } = context.ledger
  await moveTime({ rpcUrl: chain.rpcUrl, time: Number(until) + 1 })
  expect(await run()).toMatchObject({ code: 4, reports: [{ outcome: 'void', kind: 'DATA_WITHHELD' }] })
  expect((await chain.settlement.read.epochOf([base.operator, 2n]))[3]).toBe(3)
}

test('a receipt that the operator did not sign: the signature is shown on demand, or the epoch is void', async () => {
  const { ledger, first, second } = context
  const { chain } = ledger
  const domain = { chainId: chain.chainId, verifyingContract: chain.addresses.settlement }
  const receipts = [...second.leaves.receipts]
  const { receipt } = at(receipts, 1)
  receipts[1] = { receipt, signature: await people.watcher.signTypedData(receiptTypedData(receipt, domain)) }
  const forged = forgeEpoch(ledger, second, first.next, { receipts })
  for (const answers of [true, false]) {
    await apart(async () => {
      await publishBlobs(join(ledger.folder, 'data'), forged.blobs)
      await collectAndPost(ledger, forged.epoch, forged.collect)
      const asked = await run()
      const demanded = { tree: 'signatures', chunk: 0 }
      expect(asked).toMatchObject({
        code: 1,
        reports: [
          { verdict: 'unprovable', outcome: 'waits', difference: { code: 'EPOCH_RECEIPT_SIGNATURE' }, demanded },
        ],
      })
      if (!answers) return stayingSilent(asked.reports[0]?.demanded?.until)
      await answerAll(forged.epoch, second.leaves)
      expect(await run()).toMatchObject({
        code: 1,
        reports: [{ verdict: 'unprovable', outcome: 'stands', faults: [], refused: [] }],
      })
    })
  }
})

describe('versions and training logs that are published nowhere', () => {
  const folder = () => join(context.ledger.folder, 'data')
  const hide = async () => {
    const { versions, logs } = context.second.manifest
    for (const hash of [...versions.map(({ data }) => data), ...logs.map(({ log }) => log)])
      await rm(join(folder(), hash.slice(2, 4), hash.slice(4)), { force: true })
  }
  afterEach(() => publishBlobs(folder(), context.first.blobs))

  test('the records of drawn calls are shown on demand, or the epoch is void', async () => {
    const { ledger, second } = context
    const ends = new Map([...second.next.channels].map(([id, end]) => [id, end.cumulative]))
    for (const answers of [true, false]) {
      await apart(async () => {
        await publishBlobs(folder(), second.blobs)
        await collectAndPost(ledger, second.epoch, ends)
        await hide()
        const one = { 'calls-shown': '1', 'chunks-at-once': '64' }
        const asked = await run(one)
        expect(asked).toMatchObject({
          code: 1,
          reports: [{ verdict: 'unavailable', outcome: 'waits', faults: [], demanded: { tree: 'records' } }],
        })
        const demands = await openDemands(ledger.chain, ledger.base.operator)
        const calls = demands.map(({ chunk }) => at(second.leaves.attributions, chunk).callId)
        expect(new Set(calls).size).toBe(1)
        if (!answers) return stayingSilent(asked.reports[0]?.demanded?.until)
        await answerAll(second.epoch, second.leaves)
        expect(await run(one)).toMatchObject({
          code: 1,
          reports: [{ verdict: 'unavailable', outcome: 'stands', faults: [], refused: [] }],
        })
      })
    }
  })

  test('records paid to another than their contributor are proven by what the operator had to show', async () => {
    const { ledger, first, second } = context
    const thief = toAddress(people.watcher.address)
    const facts = factsOf(ledger)
    const stolen = [...facts.versions].map(([root, version]) => {
      const contributors = new Map([...version.contributors.keys()].map((commitment) => [commitment, thief]))
      return [root, { ...version, contributors }] as const
    })
    const priced = second.leaves.receipts.map((receipt) => pricedAsSaid(ledger, receipt))
    const { credits } = deriveCredits({ ...facts, versions: new Map(stolen) }, priced, second.leaves.attributions)
    const forged = forgeEpoch(ledger, second, first.next, { credits })
    await apart(async () => {
      await publishBlobs(folder(), forged.blobs)
      await collectAndPost(ledger, forged.epoch, forged.collect)
      await hide()
      const one = { 'calls-shown': '1', 'chunks-at-once': '64' }
      const asked = await run(one)
      expect(asked).toMatchObject({ code: 1, reports: [{ verdict: 'unavailable', faults: [], outcome: 'waits' }] })
      await answerAll(forged.epoch, { ...second.leaves, credits })
      expect(await run(one)).toMatchObject({
        code: 4,
        reports: [{ verdict: 'faulty', outcome: 'void', challenge: { status: 'won' } }],
      })
    })
  })
})

test('an honest epoch holds; what is gone of one is demanded, and nothing is challenged where it comes', async () => {
  const { ledger, second } = context
  expect(await run()).toEqual({ code: 0, reports: [] })
  const ends = new Map([...second.next.channels].map(([id, end]) => [id, end.cumulative]))
  await publishBlobs(join(ledger.folder, 'data'), second.blobs)
  await collectAndPost(ledger, second.epoch, ends)
  const held = await run({ dry: true })
  expect(held).toMatchObject({ code: 0, reports: [{ number: '2', outcome: 'holds', faults: [] }] })
  const hash = second.manifest.trees.credits.chunks[0] ?? ''
  await writeFile(join(ledger.folder, 'data', hash.slice(2, 4), hash.slice(4)), 'damaged')
  expect(await run({ dry: true })).toMatchObject({ code: 1, reports: [{ verdict: 'unavailable', outcome: 'stands' }] })
  expect(await run()).toMatchObject({
    code: 1,
    reports: [{ verdict: 'unavailable', outcome: 'waits', demanded: { tree: 'credits' } }],
  })
  await answerAll(second.epoch, second.leaves)
  expect(await run()).toMatchObject({
    code: 1,
    reports: [{ verdict: 'unavailable', outcome: 'stands', faults: [], difference: { code: 'VERIFY_BLOB_HASH' } }],
  })
  expect((await ledger.chain.settlement.read.epochOf([ledger.base.operator, 2n]))[3]).toBe(1)
})
