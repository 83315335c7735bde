import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { moveTime } from '@openledger/chain/actions/moveTime.ts'
import { transferOpen } from '@openledger/chain/actions/transferOpen.ts'
import { answerCall } from '@openledger/chain/calls/challengesCalls.ts'
import { createFaultReader } from '@openledger/chain/challenger/createFaultReader.ts'
import { createAnswerEncoder } from '@openledger/chain/challenger/encodeAnswer.ts'
import { DEMANDED_TREES, type DemandedTree } from '@openledger/chain/challenger/encodeChunk.ts'
import { openDemands } from '@openledger/chain/challenger/openDemands.ts'
import { callRpc } from '@openledger/chain/rpc/callRpc.ts'
import { TREE_NAMES } from '@openledger/core/data/epochManifest.ts'
import { receiptTypedData } from '@openledger/core/eip712/receipt.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import type { BenchContext } from '../lib/bench.ts'
import { seededRandom } from '../lib/seededRandom.ts'
import { type ForgedEpoch, forgeEpoch, type Lie } from './forge.ts'
import { diceOf } from './honestCalls.ts'
import type { Ledger } from './ledger.ts'
import type { LieContext } from './lieContext.ts'
import { at, people } from './people.ts'
import { prepareEpochs, prepareWatch } from './prepare.ts'
import { collectAndPost, publishBlobs } from './settleEpoch.ts'
import { canClaim, VOID } from './variant.ts'
import { type WatchRun, watchInProcess } from './watchInProcess.ts'

/** What an operator may keep to itself of an epoch that is right otherwise. */
type Withheld = {
  /** As the row calls it. */
  readonly name: string
  /** What is published wrongly instead. */
  readonly lie: (context: LieContext) => Promise<Lie>
  /** Addresses of the blobs that are not published. */
  readonly hidden: (context: LieContext, forged: ForgedEpoch) => readonly Hex32[]
  /** What a watch then demands. */
  readonly demanded: readonly DemandedTree[]
}

const nothing = async (): Promise<Lie> => ({})

/** A receipt as it is, under a signature that is not its operator's. */
async function unsigned({ ledger, second, dice }: LieContext): Promise<Lie> {
  const { chain } = ledger
  const domain = { chainId: chain.chainId, verifyingContract: chain.addresses.settlement }
  const receipts = [...second.leaves.receipts]
  const index = dice.below(receipts.length)
  const { receipt } = at(receipts, index)
  receipts[index] = { receipt, signature: await people.watcher.signTypedData(receiptTypedData(receipt, domain)) }
  return { receipts }
}

const WITHHELD: readonly Withheld[] = [
  {
    name: 'a tree is not published',
    lie: nothing,
    hidden: ({ second, dice }) => second.manifest.trees[dice.pick(TREE_NAMES)].chunks,
    demanded: TREE_NAMES,
  },
  { name: 'a receipt is not signed', lie: unsigned, hidden: () => [], demanded: ['signatures'] },
  {
    name: 'a version or a training log is not published',
    lie: nothing,
    hidden: ({ second, dice }) => {
      const { versions, logs } = second.manifest
      return dice.below(2) === 0 ? versions.map(({ data }) => data) : logs.map(({ log }) => log)
    },
    demanded: ['records'],
  },
]

/** What came of one epoch that was withheld. */
type Outcome = {
  /** The watch demanded what is missing. */
  readonly asked: boolean
  /** Answered in full, the epoch stood. */
  readonly stands: boolean
  /** Not answered, it was void, the watcher was paid, and accounts went on claiming. */
  readonly voided: boolean
  readonly paid: boolean
  readonly claims: boolean
}

/** One row for each thing that may be withheld: demanded; answered, it stands; not answered, it is void. */
export async function measureWithheld(context: BenchContext, ledger: Ledger, variants: number): Promise<void> {
  const prepared = await prepareEpochs(ledger, 20_261_129)
  const { home, values } = await prepareWatch(ledger)
  await transferOpen(ledger.wallet(people.operator), {
    to: toAddress(people.watcher.address),
    balanceAtLeast: 10n ** 20n,
  })
  const watch = () => watchInProcess(context.root, home, values)
  for (const withheld of WITHHELD) {
    const outcomes: Outcome[] = []
    for (let variant = 0; variant < variants; variant++) {
      context.signal.throwIfAborted()
      const dice = diceOf(seededRandom(1_000 * (variant + 1) + withheld.name.length))
      outcomes.push(await withholdOnce({ ...prepared, dice }, withheld, watch))
      context.progress(`${withheld.name} ${variant + 1}: ${JSON.stringify(outcomes.at(-1))}`)
    }
    const count = (what: keyof Outcome) => outcomes.filter((outcome) => outcome[what]).length
    const good = outcomes.filter((outcome) => Object.values(outcome).every(Boolean)).length
    context.row({
      name: `withheld: ${withheld.name}`,
      value: good,
      unit: `of ${outcomes.length} variants demanded by watch; answered, the epoch stands; not answered, it is void, reward paid, claims go on`,
      bar: '≥ 20, all',
      ok: good === outcomes.length && outcomes.length >= 20,
      note: `demanded ${count('asked')}, stands ${count('stands')}, void ${count('voided')}, paid ${count('paid')}, claims ${count('claims')}`,
    })
  }
}

async function withholdOnce(context: LieContext, withheld: Withheld, watch: () => Promise<WatchRun>): Promise<Outcome> {
  const { ledger, first, second } = context
  const { chain, base } = ledger
  const data = join(ledger.folder, 'data')
  const watcher = toAddress(people.watcher.address)
  const balance = () => chain.openToken.read.balanceOf([watcher])
  const isVoid = async () => (await chain.settlement.read.epochOf([base.operator, 2n]))[3] === VOID
  try {
    return await apart(ledger, async () => {
      const forged = forgeEpoch(ledger, second, first.next, await withheld.lie(context))
      await publishBlobs(data, forged.blobs)
      await collectAndPost(ledger, forged.epoch, forged.collect)
      for (const hash of withheld.hidden(context, forged)) {
        await rm(join(data, hash.slice(2, 4), hash.slice(4)), { force: true })
      }
      const before = await balance()
      const { demanded, outcome } = at((await watch()).reports, 0)
      const asked = outcome === 'waits' && withheld.demanded.some((tree) => tree === demanded?.tree)
      const stands = await apart(ledger, async () => {
        // What is asked for follows from what was answered, so it takes a few looks.
        for (let looks = 0; looks < 10; looks++) {
          if ((await answerAll(context, forged)) === 0) break
          if (at((await watch()).reports, 0).outcome !== 'waits') break
        }
        return !(await isVoid())
      })
      await moveTime({ rpcUrl: chain.rpcUrl, time: Number(demanded?.until ?? 0n) + 1 })
      await watch()
      return {
        asked,
        stands,
        voided: await isVoid(),
        paid: (await balance()) > before,
        claims: await canClaim(context),
      }
    })
  } finally {
    await publishBlobs(data, first.blobs)
  }
}

/** The operator answers everything that is demanded of it. @returns how much that was */
async function answerAll({ ledger, second }: LieContext, { epoch }: ForgedEpoch): Promise<number> {
  const { chain, base } = ledger
  const published = { leaves: second.leaves, versions: base.versions, logs: base.logs }
  const block = await chain.client.getBlockNumber({ cacheTime: 0 })
  const encode = createAnswerEncoder({ epoch, published, reader: await createFaultReader(chain), block })
  const demands = await openDemands(chain, base.operator)
  for (const { tree, chunk, size } of demands) {
    const answer = { tree: DEMANDED_TREES.indexOf(tree), chunk, run: await encode(tree, chunk, size) }
    await ledger.wallet(people.operator).send(answerCall(chain.addresses, epoch, answer), 'Answering')
  }
  return demands.length
}

/** Does something with the chain and puts it back as it was. */
async function apart<T>(ledger: Ledger, work: () => Promise<T>): Promise<T> {
  const snapshot = await callRpc(ledger.chain.rpcUrl, 'evm_snapshot', [])
  try {
    return await work()
  } finally {
    await callRpc(ledger.chain.rpcUrl, 'evm_revert', [snapshot])
    await rm(join(ledger.folder, 'home', 'watch'), { recursive: true, force: true })
  }
}
