import { once } from 'node:events'
import { join } from 'node:path'
import { createUserWallet } from '@openledger/chain/actions/userWallet.ts'
import { depositBondCall } from '@openledger/chain/calls/bondVaultCalls.ts'
import { approveOpenCall, transferOpenCall } from '@openledger/chain/calls/openTokenCalls.ts'
import type { ChainEvent } from '@openledger/chain/indexer/chainEvent.ts'
import type { ContractAddresses } from '@openledger/core/api/addresses.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { seededRandom } from '../lib/seededRandom.ts'
import { tamperOf } from './lies.ts'
import { emptyIndex, type Index, openIndex } from './openIndex.ts'
import { openSender } from './openSender.ts'
import type { Outcome } from './outcome.ts'
import { FINALITY, planOf, type RunPlan, SENDS } from './plan.ts'
import type { World } from './world.ts'

const EVERYTHING = (1n << BigInt(SENDS)) - 1n
/** Reads of the index while the RPC lies. */
const READS = 6
/** What a process tries before it is started again with the truth. */
const TRIES_WITH_LIES = 2

/** What a run works with besides the world. */
type Run = {
  readonly world: World
  readonly plan: RunPlan
  readonly privateKey: `0x${string}`
  readonly sender: `0x${string}`
  readonly journal: string
  /** The contracts, to be indexed from the run's first block. */
  readonly addresses: ContractAddresses
  readonly index: Index
  readonly noticed: Record<string, number>
  readonly notes: string[]
}

/**
 * One seeded run: a process sends money through an RPC that lies and is killed at a step; the chain is reorganised; the
 * process is started again, first with the lies, then with the truth; all the while an indexer reads. In the end every
 * deposit must have arrived once, and the index must be that of the final chain.
 */
export async function runSeed(world: World, seed: number): Promise<Outcome> {
  const started = performance.now()
  const plan = planOf(seed)
  const run = await prepare(world, plan)
  const dice = seededRandom(seed + 1_000_000)
  let lies = 0
  const lie = () => world.proxy.tamper(tamperOf(plan.lie, plan.rate, world.chain.rpcUrl, dice, () => void lies++))
  lie()
  const killed = await runKilledProcess(run)
  let equal = await readUnderLies(run)

  world.proxy.tamper(undefined)
  await openIndex(run.index, { rpcUrl: world.chain.rpcUrl, addresses: run.addresses }).sync()
  const stopped = await reorganise(run, plan.depth)
  lie()
  await recover(run, { truth: false })
  equal &&= await readUnderLies(run)
  world.proxy.tamper(undefined)
  await recover(run, { truth: true })
  await openIndex(run.index, { rpcUrl: world.chain.rpcUrl, addresses: run.addresses }).sync()
  if (plan.secondDepth > 0) await reorganise(run, plan.secondDepth)
  await recover(run, { truth: true })
  await openIndex(run.index, { rpcUrl: world.chain.rpcUrl, addresses: run.addresses }).sync()

  const clean = await cleanIndex(run)
  if (!same(run.index.events, clean)) {
    equal = false
    run.notes.push(`the index has ${run.index.events.length} events, a clean one ${clean.length}`)
  }
  const { doubled, lost } = await countDeposits(run, clean)
  return {
    seed,
    indexEqual: equal,
    doubled,
    lost,
    killAfter: plan.killAfter,
    killed,
    lie: plan.lie,
    lies,
    noticed: run.noticed,
    depth: plan.depth,
    stopped,
    note: run.notes.join('; '),
    seconds: (performance.now() - started) / 1000,
  }
}

/** A fresh account with money for the run, below enough blocks that no reorganisation reaches it. */
async function prepare(world: World, plan: RunPlan): Promise<Run> {
  const { chain, faucet, folder } = world
  const privateKey = generatePrivateKey()
  const account = privateKeyToAccount(privateKey)
  const sender = toAddress(account.address)
  await world.rpc('evm_setAutomine', true)
  await world.rpc('anvil_setBalance', sender, '0xde0b6b3a7640000000')
  await faucet.send(transferOpenCall(chain.addresses, sender, 10n ** 18n), 'Funding')
  const wallet = createUserWallet({ chain, account })
  await wallet.send(approveOpenCall(chain.addresses, chain.addresses.bondVault, 10n ** 18n), 'Approving')
  await world.rpc('anvil_mine', `0x${(2 * FINALITY + 2).toString(16)}`)
  const head = await chain.client.getBlockNumber({ cacheTime: 0 })
  return {
    world,
    plan,
    privateKey,
    sender,
    journal: join(folder, `journal-${plan.seed}.json`),
    addresses: { ...chain.addresses, deployBlock: Number(head) - 2 * FINALITY },
    index: emptyIndex(),
    noticed: {},
    notes: [],
  }
}

/** Lets a process send everything and be killed at its step. @returns whether the kill ended it */
async function runKilledProcess({ world, plan, privateKey, sender, journal, addresses }: Run): Promise<boolean> {
  const raising = plan.killAfter === 'raised' || plan.killAfter === 'raisedBroadcast'
  if (raising) await world.rpc('evm_setAutomine', false)
  const child = world.takeSender()
  const ended = once(child, 'exit')
  const { killAfter, killIn } = plan
  // Fees are raised for the account's next transaction alone: the first.
  const order = { rpcUrl: world.proxy.url, addresses, privateKey, operator: sender, journal, killAfter }
  child.stdin?.write(`${JSON.stringify({ ...order, killIn: raising ? 0 : killIn })}\n`)
  const [, signal] = await ended
  if (raising) {
    await world.rpc('evm_setAutomine', true)
    await world.rpc('anvil_mine', '0x1')
  }
  return signal === 'SIGKILL'
}

/** Reads through the lying RPC; what is taken in must be the chain's up to the block reached. */
async function readUnderLies(run: Run): Promise<boolean> {
  const { world, plan, index, addresses, noticed, notes } = run
  const compareUrl = plan.compared ? world.chain.rpcUrl : undefined
  const indexer = openIndex(index, { rpcUrl: world.proxy.url, compareUrl, addresses })
  let equal = true
  for (let read = 0; read < READS; read++) {
    try {
      const reached = await indexer.sync()
      const truth = (await cleanIndex(run)).filter((event) => event.blockNumber <= reached)
      if (same(index.events, truth)) continue
      equal = false
      notes.push(
        `under lies the index has ${index.events.length} events at block ${reached}, the chain ${truth.length}`,
      )
    } catch (error) {
      const code = OpenLedgerError.find(error)?.code ?? String(error)
      noticed[code] = (noticed[code] ?? 0) + 1
    }
  }
  return equal
}

/**
 * Takes the newest blocks away and puts as many others there.
 * @returns whether the indexer stopped, where it should have; null where it should have followed
 */
async function reorganise(run: Run, depth: number): Promise<boolean | null> {
  const { world, index, addresses, notes } = run
  // Another miner, so that blocks without transactions get another hash too: anvil would mine the very same ones again.
  await world.rpc('anvil_setCoinbase', privateKeyToAccount(generatePrivateKey()).address)
  await world.rpc('anvil_reorg', depth, [])
  await world.rpc('anvil_mine', '0x1')
  const options = { rpcUrl: world.chain.rpcUrl, addresses }
  if (depth <= FINALITY) {
    await openIndex(index, options)
      .sync()
      .catch((error: unknown) => notes.push(`a reorganisation of ${depth} was not followed: ${error}`))
    return null
  }
  const before = [...index.events]
  const code = await openIndex(index, options)
    .sync()
    .then(
      () => undefined,
      (error: unknown) => OpenLedgerError.find(error)?.code,
    )
  const stopped = code === 'CHAIN_REORG_TOO_DEEP' && same(index.events, before)
  if (!stopped) notes.push(`a reorganisation of ${depth} was answered by ${code}`)
  await openIndex(index, { ...options, acceptReorg: true }).sync()
  return stopped
}

/** Starts the publisher again and sends everything again, with the same keys. */
async function recover(run: Run, { truth }: { readonly truth: boolean }): Promise<void> {
  const { world, privateKey, sender, journal, addresses, notes } = run
  const rpcUrl = truth ? world.chain.rpcUrl : world.proxy.url
  let failure: unknown
  for (let tries = 0; tries < (truth ? 12 : TRIES_WITH_LIES); tries++) {
    const receiptTimeout_ms = truth ? 2_000 : 600
    const publisher = await openSender({ rpcUrl, addresses, privateKey, journal, receiptTimeout_ms })
    try {
      await publisher.reconcile()
      for (let index = 0; index < SENDS; index++)
        await publisher.send({ key: `deposit-${index}`, ...depositBondCall(addresses, sender, 1n << BigInt(index)) })
      return
    } catch (error) {
      failure = error
      // Blocks come on a real chain whether or not we send.
      await world.rpc('anvil_mine', '0x1')
    }
  }
  if (truth) notes.push(`not everything could be sent: ${failure}`)
}

/** The index that a fresh indexer makes of the chain as it is. */
async function cleanIndex({ world, addresses }: Run): Promise<ChainEvent[]> {
  const index = emptyIndex()
  await openIndex(index, { rpcUrl: world.chain.rpcUrl, addresses }).sync()
  return index.events
}

/** Which deposits are in the bond, by its bits and by the events; the chain itself is asked. */
async function countDeposits(
  { world, sender, notes }: Run,
  clean: readonly ChainEvent[],
): Promise<{ doubled: number; lost: number }> {
  const { amount } = await world.chain.bondVault.read.bondOf([sender])
  const counts = Array.from({ length: SENDS }, (_, index) => {
    const wei = 1n << BigInt(index)
    return clean.filter(({ name, args }) => name === 'BondDeposited' && args.operator === sender && args.amount === wei)
      .length
  })
  const doubled = counts.reduce((sum, count) => sum + Math.max(0, count - 1), 0)
  const lost = counts.filter((count) => count === 0).length
  if (amount !== EVERYTHING) notes.push(`the bond is ${amount}, not ${EVERYTHING}`)
  return { doubled: Math.max(doubled, amount > EVERYTHING ? 1 : 0), lost: Math.max(lost, amount < EVERYTHING ? 1 : 0) }
}

function same(some: readonly ChainEvent[], others: readonly ChainEvent[]): boolean {
  const text = (events: readonly ChainEvent[]) =>
    JSON.stringify(events, (_key, value: unknown) => (typeof value === 'bigint' ? `${value}` : value))
  return text(some) === text(others)
}
