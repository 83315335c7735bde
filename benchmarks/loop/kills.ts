import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { BenchContext } from '../lib/bench.ts'
import { runProgram } from '../lib/runProgram.ts'
import { seededRandom } from '../lib/seededRandom.ts'
import { conservation, parseDemo } from './demoDocument.ts'
import { findProcess, victims } from './findProcess.ts'

/** What a killed and repeated run came to. */
type Outcome = { readonly seed: number; readonly text: string; readonly ok: boolean }

/**
 * kill -9 of one process at a seeded moment, then the demo again (8-fact fixture). Half of the seeds start from nothing,
 * so that the moment can fall into data, training and registration; the other half from a finished run, so that it falls
 * into calls, epoch and claims. Afterwards every epoch must verify, and no wei be missing or paid twice.
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
  // From a given state only second runs are killed: their calls, epoch and claims.
  if (context.home !== undefined) await cp(context.home, prepared, { recursive: true })
  const first = await demo(prepared)
  if (first.code !== 0) throw new Error(`the demo does not finish without a kill: ${first.stderr.slice(-600)}`)
  const second = await demo(prepared)
  const spans = { fresh: first.seconds, again: second.seconds }
  const seeds = context.quick ? 6 : 20
  const outcomes: Outcome[] = []
  for (let seed = 1; seed <= seeds; seed++) {
    context.signal.throwIfAborted()
    const random = seededRandom(seed)
    const isFresh = seed % 2 === 1 && context.home === undefined
    const home = join(base, `seed-${seed}`)
    if (!isFresh) await cp(prepared, home, { recursive: true })
    const victim = victims[Math.floor(random() * victims.length)] ?? 'node'
    const delay = random() * (isFresh ? spans.fresh : spans.again) * 1000
    let root = 0
    const running = demo(home, (pid) => {
      root = pid
    })
    const isOver = await Promise.race([running.then(() => true), sleep(delay, false)])
    const pid = isOver ? undefined : await findProcess(victim, home, root)
    if (pid !== undefined) process.kill(pid, 'SIGKILL')
    const killed = `${victim} ${pid === undefined ? 'not there' : 'killed'} after ${(delay / 1000).toFixed(1)} s of a ${isFresh ? 'fresh' : 'second'} run`
    const interrupted = await running
    const outcome = await finishAndCheck(home)
    outcomes.push({
      seed,
      ok: outcome === undefined,
      text: `${killed} (then exit ${interrupted.code}); ${outcome ?? 'finished, every epoch verified'}`,
    })
    context.progress(`seed ${seed}: ${outcomes.at(-1)?.text}`)
    await runProgram(['./openledger', 'down', '--home', home], { cwd: context.root })
    await rm(home, { recursive: true, force: true })
  }
  const good = outcomes.filter((outcome) => outcome.ok)
  const hits = outcomes.filter((outcome) => outcome.text.includes('killed')).length
  context.row({
    name: 'kill -9 at seeded points, then again',
    value: good.length,
    unit: `of ${outcomes.length}`,
    bar: '≥ 20, all finish, nothing twice or lost',
    ok: outcomes.length >= 20 && good.length === outcomes.length,
    note: `${hits} kills hit a live process (${victims.join(', ')}); ${outcomes.find((outcome) => !outcome.ok)?.text ?? 'seeds 1 to 20'}`,
  })
  await rm(base, { recursive: true, force: true })

  async function finishAndCheck(home: string): Promise<string | undefined> {
    const again = await demo(home)
    if (again.code !== 0)
      return `the next run exited with ${again.code}: ${again.stderr.trimEnd().split('\n').slice(-3).join(' | ')}`
    const document = parseDemo(again.stdout)
    if (!document.verification.ok) return 'the verification found a difference'
    if (conservation(document) !== 0n) return `${conservation(document)} wei too many`
    const callIds = document.calls.map((call) => call.callId)
    return new Set(callIds).size === callIds.length ? undefined : 'a call was counted twice'
  }
}
