import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { moveTime } from '@openledger/chain/actions/moveTime.ts'
import { transferOpen } from '@openledger/chain/actions/transferOpen.ts'
import { answerCall } from '@openledger/chain/calls/challengesCalls.ts'
import { DEMANDED_TREES, encodeChunk } from '@openledger/chain/challenger/encodeChunk.ts'
import { openDemands } from '@openledger/chain/challenger/openDemands.ts'
import { callRpc } from '@openledger/chain/rpc/callRpc.ts'
import type { EpochEvidence } from '@openledger/core/faults/faultFacts.ts'
import { claimsChunkNodes } from '@openledger/core/merkle/claimsChunks.ts'
import { buildClaimsTree } from '@openledger/core/merkle/claimsTree.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import { encodeAbiParameters } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { forgeEpoch } from '../../../../benchmarks/faults/forge.ts'
import { diceOf } from '../../../../benchmarks/faults/honestCalls.ts'
import type { LieContext } from '../../../../benchmarks/faults/lieContext.ts'
import { payoutClasses } from '../../../../benchmarks/faults/payoutLies.ts'
import { people } from '../../../../benchmarks/faults/people.ts'
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
  await transferOpen(operator, { to: toAddress(people.watcher.address), balanceAtLeast: 10n ** 19n })
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
  const evidence = { epoch: forged.epoch, leaves: { ...second.leaves, payouts: lie.payouts ?? [] } }
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
      if (answers) await answerAll(evidence)
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
async function answerAll(evidence: EpochEvidence): Promise<void> {
  const { chain, wallet, base } = context.ledger
  for (const { tree, chunk, size } of await openDemands(chain, base.operator)) {
    const answer = { tree: DEMANDED_TREES.indexOf(tree), chunk, run: encodeChunk(evidence, tree, chunk, size) }
    await wallet(people.operator).send(answerCall(chain.addresses, evidence.epoch, answer), 'Answering')
  }
}

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
  await answerAll(second)
  expect(await run()).toMatchObject({
    code: 1,
    reports: [{ verdict: 'unavailable', outcome: 'stands', faults: [], difference: { code: 'VERIFY_BLOB_HASH' } }],
  })
  expect((await ledger.chain.settlement.read.epochOf([ledger.base.operator, 2n]))[3]).toBe(1)
})
