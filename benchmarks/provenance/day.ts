import { setTimeout as sleep } from 'node:timers/promises'
import { en } from '../../apps/web/src/text/en.ts'
import { show } from '../../apps/web/test/everyPage.ts'
import { makeWorld } from '../../apps/web/test/makeWorld.ts'
import { type Stack, startStack } from '../../apps/web/test/startStack.ts'
import { moveTime } from '../../packages/chain/src/actions/moveTime.ts'
import { requestWithdrawal } from '../../packages/chain/src/actions/requestWithdrawal.ts'
import { withdraw } from '../../packages/chain/src/actions/withdraw.ts'
import { openBrowser } from '../../packages/core/test/openBrowser.ts'
import type { BenchContext } from '../lib/bench.ts'
import { liveProcesses } from '../loop/findProcess.ts'
import { type BookedCall, readBooks } from './dayBooks.ts'
import { type Made, makeCalls, planDay } from './dayCalls.ts'
import { expectPages } from './dayPages.ts'
import { makePeople, type People } from './dayPeople.ts'
import { type Amounts, place, readAmounts, settled } from './pageAmounts.ts'

const SEED = 20_261_130
/** Calls after whose first half an epoch is closed, and after most of which the second is; the rest wait. */
const [FIRST, SECOND] = [0.5, 0.95]
/** How often the engine is killed in the middle of calls. */
const KILLS = 5
/** What a payer takes out of its channel at the end of the day, wei. */
const TAKEN_OUT = 10n ** 18n

type World = Awaited<ReturnType<typeof makeWorld>>

/**
 * A seeded day on a real stack: calls whole, streamed, cut by their callers after words and before, failed with the engine,
 * paid by wallets that get back what they did not use; two epochs, claims, a withdrawal. Then every amount that every page
 * shows against what signed receipts, published credits and the chain come to, in integers.
 */
export async function measureDay(context: BenchContext): Promise<void> {
  const count = context.quick ? 100 : 1_000
  const stack = await startStack()
  const browser = await openBrowser()
  try {
    context.progress('a stack is up; Datanet, models and payers come')
    const world = await makeWorld(stack)
    const people = await makePeople(stack)
    const made = await makeDay(context, stack, world, people, count)
    const books = await readBooks(stack.gatewayUrl, people, context.progress)
    const told = [...made.cost].filter(([id, wei]) => books.calls.find(({ callId }) => callId === id)?.fee !== wei)
    const faults = [...books.faults, ...told.map(([id, wei]) => `${id} cost ${wei}, its caller was told`)]
    for (const fault of faults) context.progress(fault)
    const { chain, operator, payers } = people
    const deposited = new Map<string, bigint>()
    const withdrawn = new Map<string, bigint>()
    for (const address of [...payers.map((one) => one.address), operator.address]) {
      const ids = new Set((books.statements.get(address) ?? []).map(({ channel }) => channel as `0x${string}`))
      for (const id of ids) {
        const channel = await chain.paymentEscrow.read.channelOf([id])
        deposited.set(address, (deposited.get(address) ?? 0n) + channel.deposited)
        withdrawn.set(address, (withdrawn.get(address) ?? 0n) + channel.withdrawn)
      }
    }
    const { ledger } = operator
    const prices = (await ledger.listModels()).data.map(({ id, openledger: { price } }) => {
      return [id, { input: BigInt(price.inputPrice), output: BigInt(price.outputPrice) }] as const
    })
    const pages = expectPages(books, people, {
      datanetId: world.datanetId,
      slug: 'coast-notes',
      owner: world.owner,
      contributor: { token: world.contributorToken, account: world.contributor },
      models: new Map(prices),
      withdrawn,
      deposited,
      bond: await chain.bondVault.read.bondOf([operator.address]),
      operatorOpen: await chain.openToken.read.balanceOf([operator.address]),
    })
    let off = 0n
    let amounts = 0
    const wrong: string[] = []
    const visit = async (name: string, path: string, token: string | undefined, check: (found: Amounts) => Check) => {
      const visitor = await browser.newContext({ baseURL: stack.gatewayUrl, viewport: { width: 1_440, height: 900 } })
      const page = await visitor.newPage()
      page.setDefaultTimeout(60_000)
      await show(page, { name, path, ...(token === undefined ? {} : { token }) })
      await settled(page)
      const found = await readAmounts(page)
      await visitor.close()
      const { off: some, problems } = check(found)
      off += some
      amounts += [...found.values()].reduce((all, list) => all + list.length, 0)
      for (const problem of problems.slice(0, 5)) context.progress(`  ${problem}`)
      for (const problem of problems) wrong.push(`${name}: ${problem}`)
      context.progress(`${name}: ${[...found.values()].flat().length} amounts, ${problems.length} problems`)
    }
    for (const { name, path, token, expected } of pages)
      await visit(name, path, token, (found) => compare(found, expected))
    const sample = sampleOf(books.calls, context.quick ? 12 : 60)
    for (const call of sample)
      await visit(`call ${call.callId}`, `/calls/${call.callId}`, undefined, (found) => compareCall(found, call))
    const charged = books.calls.filter(({ fee }) => fee !== undefined)
    const mix = [...made.counts].toSorted().map(([kind, number]) => `${number} ${kind}`)
    context.row({
      name: 'money shown on every page = ledger, over a seeded day',
      value: off.toString(),
      unit: 'wei off',
      bar: '0',
      ok: off === 0n && wrong.length === 0 && faults.length === 0 && !context.quick,
      note: `${amounts} amounts on ${pages.length + sample.length} pages in Chromium, ${wrong.length} of them missing, foreign or wrong${wrong[0] === undefined ? '' : ` (first: ${wrong[0]})`}; ${books.calls.length} calls, ${charged.length} with a receipt; ${faults.length} faults of the books by themselves`,
    })
    context.row({
      name: 'the day',
      value: books.calls.length,
      unit: 'calls',
      bar: null,
      ok: null,
      note: `seed ${SEED}: ${mix.join(', ')}; the engine killed ${made.kills} times; statuses ${statuses(books.calls)}; real engine, ${world.baseModel}`,
    })
  } finally {
    await browser.close()
    await stack.stop()
  }
}

async function makeDay(context: BenchContext, stack: Stack, world: World, people: People, count: number) {
  const plan = planDay(count, SEED, world)
  const made: Made = { counts: new Map(), cost: new Map() }
  const every = Math.floor((count * SECOND) / (KILLS + 1))
  let kills = 0
  const onCall = async (done: number) => {
    if (done % 50 === 0) context.progress(`${done} calls of this part`)
    if (done % every !== every - 1 || kills >= KILLS) return
    kills += 1
    const engine = (await liveProcesses(stack.home, 0)).find(({ victim }) => victim === 'engine')
    if (engine !== undefined) process.kill(engine.pid, 'SIGKILL')
  }
  const part = async (from: number, to: number) => {
    await makeCalls(
      stack.gatewayUrl,
      people,
      plan.slice(Math.floor(from * count), Math.floor(to * count)),
      made,
      onCall,
    )
    await untilQuiet(people)
  }
  const [first] = people.payers
  if (first === undefined) throw new Error('Nobody pays.')
  await part(0, FIRST)
  const epoch = await closeEpoch(context, people)
  await makeFinal(stack, people, epoch)
  for (const account of [world.contributor, world.owner.account]) await people.operator.ledger.createClaim(account)
  await part(FIRST, SECOND)
  await requestWithdrawal(first.wallet, { channelId: first.channelId, amount: TAKEN_OUT })
  await closeEpoch(context, people)
  const { timestamp } = await people.chain.client.getBlock()
  await moveTime({ rpcUrl: stack.rpcUrl, time: Number(timestamp) + 601 })
  await withdraw(first.wallet, first.channelId)
  await part(SECOND, 1)
  await untilQuiet(people)
  return { ...made, kills }
}

/** No call is open, no transaction under way, what wallets are owed sent back, no epoch half-made. */
async function untilQuiet({ operator: { ledger } }: People): Promise<void> {
  for (let quiet = 0; quiet < 4; await sleep(1_000)) {
    const { calls, chain, epochs } = await ledger.getOperator()
    const lag = (chain.head?.number ?? 0) - (chain.indexed ?? 0)
    const rests = calls.open === 0 && chain.sending.pending === 0 && epochs.unposted === null && lag <= 0
    quiet = rests ? quiet + 1 : 0
  }
}

/** Closes an epoch over all calls so far: attribution of what is not attributed yet takes its time. */
async function closeEpoch(context: BenchContext, { operator: { ledger } }: People): Promise<number> {
  const { epoch } = await ledger.createEpoch()
  for (let asked = 0; ; asked++) {
    const { status } = await ledger.getEpoch(epoch).catch(() => ({ status: 'open' as const }))
    if (status === 'posted' || status === 'final') return epoch
    if (status === 'failed') throw new Error(`epoch ${epoch} failed`)
    if (asked % 30 === 0) context.progress(`epoch ${epoch}: ${status}`)
    context.signal.throwIfAborted()
    await sleep(1_000)
  }
}

async function makeFinal({ rpcUrl }: Stack, { operator: { ledger } }: People, epoch: number): Promise<void> {
  const { finalizesAt } = await ledger.getEpoch(epoch)
  await moveTime({ rpcUrl, time: (finalizesAt ?? 0) + 1 })
  while ((await ledger.getEpoch(epoch)).status !== 'final') await sleep(500)
}

type Check = { readonly off: bigint; readonly problems: readonly string[] }

/** What a page shows against what it must: wrong ones by how much, missing and foreign ones whole. */
function compare(found: Amounts, expected: Amounts): Check {
  const problems: string[] = []
  let off = 0n
  const ascending = (a: bigint, b: bigint) => (a < b ? -1 : a > b ? 1 : 0)
  for (const name of new Set([...found.keys(), ...expected.keys()])) {
    const shown = (found.get(name) ?? []).toSorted(ascending)
    const due = (expected.get(name) ?? []).toSorted(ascending)
    if (shown.length === due.length && shown.every((wei, at) => wei === due[at])) continue
    for (let at = 0; at < Math.max(shown.length, due.length); at++) {
      const difference = (shown[at] ?? 0n) - (due[at] ?? 0n)
      off += difference < 0n ? -difference : difference
    }
    problems.push(
      `${name}: shown ${shown.slice(0, 4).join(', ') || 'nothing'}, due ${due.slice(0, 4).join(', ') || 'nothing'}`,
    )
  }
  return { off, problems }
}

/**
 * A call's page is drawn in many ways (records, roles, accounts, a flow): each amount must be one that the ledger has of the
 * call, and the fee must be there.
 */
function compareCall(found: Amounts, call: BookedCall): Check {
  const { fee, burned, payouts } = call
  const known = new Set<bigint>([0n])
  if (fee !== undefined) for (const wei of [fee, burned]) known.add(wei)
  const group = (by: (payout: BookedCall['payouts'][number]) => string) => {
    for (const some of Map.groupBy(payouts, by).values()) known.add(some.reduce((all, { amount }) => all + amount, 0n))
  }
  const isData = (role: string) => ['contributor', 'datanetOwner', 'datanetPool'].includes(role)
  group(({ role }) => (isData(role) ? 'data' : role))
  group(({ account }) => account)
  group(({ commitment, role }) => (isData(role) ? commitment : role))
  group(({ commitment, role }) => `${role} ${commitment}`)
  group(({ commitment, role, account }) => `${role} ${commitment} ${account}`)
  // Before an epoch pays it the page derives what it will pay: that is held against the epochs' calls.
  if (call.epoch === undefined && fee !== undefined) {
    const shown = found.get(place('figure', en.call.fee))?.[0]
    return shown === fee ? { off: 0n, problems: [] } : { off: fee, problems: [`shows ${shown} for its fee ${fee}`] }
  }
  const all = [...found].flatMap(([name, amounts]) => amounts.map((wei) => ({ name, wei })))
  const foreign = all.filter(({ wei }) => !known.has(wei))
  const lacks = fee !== undefined && !all.some(({ wei }) => wei === fee)
  return {
    off: foreign.reduce((sum, { wei }) => sum + wei, lacks ? (fee ?? 0n) : 0n),
    problems: [
      ...foreign.map(({ name, wei }) => `${name}: ${wei} is no amount of it`),
      ...(lacks ? [`its fee ${fee} is not there`] : []),
    ],
  }
}

/** Calls of each model and state, spread over the day. */
function sampleOf(calls: readonly BookedCall[], size: number): readonly BookedCall[] {
  const groups = [...Map.groupBy(calls, ({ model, status, epoch }) => `${model} ${status} ${epoch}`).values()]
  const chosen: BookedCall[] = []
  for (let round = 0; chosen.length < size && groups.some((group) => group.length > round); round++)
    for (const group of groups) {
      const call = group[round]
      if (call !== undefined && chosen.length < size) chosen.push(call)
    }
  return chosen
}

function statuses(calls: readonly BookedCall[]): string {
  return [...Map.groupBy(calls, ({ status }) => status)].map(([status, some]) => `${some.length} ${status}`).join(', ')
}
