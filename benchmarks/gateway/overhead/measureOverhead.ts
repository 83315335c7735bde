import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { registerBaseModel } from '../../../apps/gateway/test/registerBaseModel.ts'
import { openCredit } from '../../../apps/gateway/test/requests.ts'
import { BASE_MODEL, startStack } from '../../../apps/gateway/test/stack.ts'
import { startPostgres } from '../../../packages/db/test/startPostgres.ts'
import type { BenchContext } from '../../lib/bench.ts'
import { quantile } from '../../lib/quantile.ts'
import { runProgram } from '../../lib/runProgram.ts'
import { commitTimes } from './commitTimes.ts'
import { fixedEngine } from './fixedEngine.ts'
import type { DriverOrder } from './order.ts'
import { startLitellm, startPortkey } from './peers.ts'

/** Commits that a paid call waits for: its reservation and its receipt. */
const COMMITS = 2
const body = (model: string) =>
  JSON.stringify({ model, messages: [{ role: 'user', content: 'Say hello.' }], max_tokens: 16 })

type Target = { readonly name: string; readonly url: string; readonly headers: Readonly<Record<string, string>> }

/**
 * What a gateway adds to a call, the model's own time being nothing: ours with a durable reservation, a receipt signed
 * twice and PostgreSQL, beside LiteLLM and Portkey, which account for nothing. All drivers, gateways and the upstream
 * are processes of their own and run in turns; what the bare upstream takes is taken off each.
 */
export async function measureOverhead(context: BenchContext): Promise<void> {
  const upstream = await startUpstream()
  const server = await startPostgres()
  const stops: (() => Promise<unknown>)[] = [server.stop, upstream.stop]
  try {
    const databaseUrl = await server.createDatabase('gateway')
    const stack = await startStack({ watch: fixedEngine, databaseUrl, concurrent: 8 })
    stops.unshift(stack.stop)
    await registerBaseModel(stack)
    const { apiKey } = await openCredit(stack, 2, 10n ** 18n)
    const ours = {
      name: 'OpenLedger',
      url: `${stack.url}/v1/chat/completions`,
      headers: { authorization: `Bearer ${apiKey}` },
    }
    const bare = { name: 'upstream', url: `${upstream.url}/v1/chat/completions`, headers: {} }
    const peers = [await startPortkey(context, upstream.url), await startLitellm(context, upstream.url)]
    stops.unshift(...peers.map(({ stop }) => stop))
    const commitsUrl = await server.createDatabase('commits')
    for (const atOnce of [1, 8]) {
      const times = new Map<string, number[]>()
      // In turns, so that whatever else the machine does hits all alike.
      for (let round = 0; round < (context.quick ? 1 : 5); round++) {
        for (const target of [bare, ours, ...peers]) {
          const model = target === ours ? BASE_MODEL : 'fixed'
          const found = await drive(context, target, model, atOnce, context.quick ? 40 : 200)
          times.set(target.name, [...(times.get(target.name) ?? []), ...found])
        }
      }
      const commits = await commitTimes(context, commitsUrl, atOnce, context.quick ? 100 : 400)
      report(context, atOnce, times, peers, commits)
    }
  } finally {
    for (const stop of stops) await stop()
  }
}

function report(
  context: BenchContext,
  atOnce: number,
  times: ReadonlyMap<string, number[]>,
  peers: readonly Target[],
  commits: readonly number[],
): void {
  const at = (name: string, share: number) => quantile(times.get(name) ?? [], share)
  const added = (name: string, share: number) => at(name, share) - at('upstream', share)
  const durable = (share: number) => COMMITS * quantile(commits, share)
  const others = peers.map(({ name }) => added(name, 0.5))
  const ms = (value: number) => Math.round(value * 100) / 100
  for (const [share, bar] of [
    [0.5, 1],
    [0.99, 4],
  ] as const) {
    const value = ms(added('OpenLedger', share) - durable(0.5))
    context.row({
      name: `gateway overhead beyond PostgreSQL's commits, ${atOnce} at once, p${share * 100}`,
      value,
      unit: 'ms',
      bar: `≤ ${bar}`,
      ok: value <= bar,
      note: `${ms(at('OpenLedger', share))} ms in all, ${ms(at('upstream', share))} of them the bare call, ${ms(durable(0.5))} two commits (medians)`,
    })
  }
  const whole = ms(added('OpenLedger', 0.5))
  context.row({
    name: `gateway overhead beside peers, ${atOnce} at once, p50`,
    value: whole,
    unit: 'ms, commits included',
    bar: 'less than LiteLLM and Portkey',
    ok: whole < Math.min(...others),
    note: peers.map(({ name }, i) => `${name} ${ms(others[i] ?? 0)} ms, p99 ${ms(added(name, 0.99))}`).join('; '),
  })
}

async function drive(
  context: BenchContext,
  { url, headers }: Target,
  model: string,
  atOnce: number,
  calls: number,
): Promise<number[]> {
  const order: DriverOrder = {
    url,
    headers: { ...headers, 'content-type': 'application/json' },
    body: body(model),
    warmUp: 10 * atOnce,
    calls,
    atOnce,
  }
  const script = fileURLToPath(new URL('./driver.ts', import.meta.url))
  const command = [process.execPath, script, JSON.stringify(order)] as const
  const { code, stdout, stderr } = await runProgram(command, { cwd: context.root, signal: context.signal })
  if (code !== 0) throw new Error(`the driver failed at ${url}: ${stderr.slice(-600)}`)
  return z.array(z.number()).parse(JSON.parse(stdout))
}

async function startUpstream(): Promise<{ readonly url: string; readonly stop: () => Promise<void> }> {
  const script = fileURLToPath(new URL('./upstream.ts', import.meta.url))
  const child = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const [line] = await once(child.stdout, 'data')
  const stop = async () => {
    child.kill()
    await ended
  }
  return { url: String(line).trim(), stop }
}
