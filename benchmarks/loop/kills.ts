import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import type { BenchContext } from '../lib/bench.ts'
import { runProgram } from '../lib/runProgram.ts'
import { seededRandom } from '../lib/seededRandom.ts'
import { conservation, parseDemo } from './demoDocument.ts'
import { liveProcesses, victims } from './findProcess.ts'
import { openKeptKills } from './keptKills.ts'
import { faultOfReceipts, publishedReceipts } from './publishedReceipts.ts'

/** What a killed and repeated run came to. */
const outcomeSchema = z.object({
  seed: z.int(),
  victim: z.enum(victims).nullable(),
  text: z.string(),
  ok: z.boolean(),
})
type Outcome = z.infer<typeof outcomeSchema>

/** Kills of a live process that the bar asks for, and the seeds after which the bench stops looking for more. */
const KILLS = 20
const SEEDS_MAX = 30

/**
 * kill -9 of one process at a seeded moment, then the demo again (8-fact fixture). Every third seed starts from nothing,
 * so that the moment can fall into data, training and registration; the others from a finished run, so that it falls
 * into calls, epoch and claims. The seed draws the moment and then one of the processes that live at it. Afterwards
 * every epoch must verify, and no wei and no call be missing or counted twice. Seeds that were tried on the same program
 * before are not tried again, so that the hour and more that it takes can be spent in parts.
 */
export async function measureKills(context: BenchContext): Promise<void> {
  const base = await mkdtemp(join(tmpdir(), 'openledger-bench-kills-'))
  const prepared = join(base, 'prepared')
  const args: [string, ...string[]] = ['./openledger', 'demo', '--fixture', '--calls', '6', '--json']
  const demo = (home: string, onStart?: (pid: number) => void) =>
    runProgram(args, {
      cwd: context.root,
      env: { OPENLEDGER_HOME: home },
      signal: context.signal,
      ...(onStart ? { onStart } : {}),
    })
  const down = (home: string) => runProgram(['./openledger', 'down', '--home', home], { cwd: context.root })
  // From a given state only second runs are killed: their calls, epoch and claims.
  if (context.home !== undefined) await cp(context.home, prepared, { recursive: true })
  context.signal.addEventListener('abort', () => void down(prepared), { once: true })
  const first = await demo(prepared)
  if (first.code !== 0) throw new Error(`the demo does not finish without a kill: ${first.stderr.slice(-600)}`)
  const second = await demo(prepared)
  if (second.code !== 0) throw new Error(`the demo does not finish a second time: ${second.stderr.slice(-600)}`)
  const spans = { fresh: first.seconds, again: second.seconds }
  context.progress(`without a kill: ${spans.fresh.toFixed(0)} s, then ${spans.again.toFixed(0)} s`)
  const kills = context.quick ? 4 : KILLS
  const kept = await openKeptKills(context, context.home === undefined ? 'fresh' : 'home', outcomeSchema)
  const outcomes: Outcome[] = []
  const hits = () => outcomes.filter(({ victim }) => victim !== null)
  for (let seed = 1; hits().length < kills && seed <= SEEDS_MAX; seed++) {
    context.signal.throwIfAborted()
    const known = kept.outcomes.find((outcome) => outcome.seed === seed)
    const outcome = known ?? (await killAndRepeat(seed))
    if (known === undefined) await kept.add(outcome)
    outcomes.push(outcome)
    context.progress(`seed ${seed}: ${outcome.text}${known === undefined ? '' : ' (before)'}`)
  }
  const good = outcomes.filter((outcome) => outcome.ok)
  const counts = Map.groupBy(hits(), ({ victim }) => victim)
  context.row({
    name: 'kill -9 at seeded points, then again',
    value: good.length,
    unit: `of ${outcomes.length}`,
    bar: '≥ 20, all finish, nothing twice or lost',
    ok: hits().length >= KILLS && good.length === outcomes.length,
    note: `${hits().length} hit a live process (${[...counts].map(([victim, list]) => `${victim} ${list.length}`).join(', ')}); ${outcomes.find((outcome) => !outcome.ok)?.text ?? `seeds 1 to ${outcomes.length}`}${kept.outcomes.length === 0 ? '' : `; ${Math.min(kept.outcomes.length, outcomes.length)} of them in earlier sittings with the same program`}`,
  })
  if (good.length === outcomes.length) await rm(base, { recursive: true, force: true })
  else context.progress(`the states of the failed seeds are kept in ${base}`)

  async function killAndRepeat(seed: number): Promise<Outcome> {
    const random = seededRandom(seed)
    const isFresh = seed % 3 === 1 && context.home === undefined
    const home = join(base, `seed-${seed}`)
    if (!isFresh) await cp(prepared, home, { recursive: true })
    const [moment, which] = [random(), random()]
    const delay = moment * (isFresh ? spans.fresh : spans.again) * 1000
    let root = 0
    // Interrupted, the bench ends only once the stack of this seed has: it would go on without it.
    context.signal.addEventListener('abort', () => void down(home), { once: true })
    const running = demo(home, (pid) => {
      root = pid
    })
    const isOver = await Promise.race([running.then(() => true), sleep(delay, false)])
    const living = isOver ? [] : await liveProcesses(home, root)
    const target = living[Math.floor(which * living.length)]
    if (target !== undefined) process.kill(target.pid, 'SIGKILL')
    const interrupted = await running
    const fault = await finishAndCheck(home)
    const killed = `${target === undefined ? 'nothing there' : `${target.victim} killed`} after ${(delay / 1000).toFixed(1)} s of a ${isFresh ? 'fresh' : 'second'} run`
    const text = `${killed} (then exit ${interrupted.code}); ${fault ?? 'finished, every epoch verified'}`
    await down(home)
    if (fault === undefined) await rm(home, { recursive: true, force: true })
    return { seed, victim: target?.victim ?? null, ok: fault === undefined, text }
  }

  async function finishAndCheck(home: string): Promise<string | undefined> {
    const again = await demo(home)
    if (again.code !== 0)
      return `the next run exited with ${again.code}: ${again.stderr.trimEnd().split('\n').slice(-3).join(' | ')}`
    const document = parseDemo(again.stdout)
    if (!document.verification.ok) return 'the verification found a difference'
    if (conservation(document) !== 0n) return `${conservation(document)} wei too many`
    const receipts = await publishedReceipts(join(home, 'data'), document.epoch.dataCommitment)
    return faultOfReceipts(
      receipts,
      document.calls.map((call) => call.callId),
    )
  }
}
