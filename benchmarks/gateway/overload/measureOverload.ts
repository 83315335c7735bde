import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { registerBaseModel } from '../../../apps/gateway/test/registerBaseModel.ts'
import { openCredit } from '../../../apps/gateway/test/requests.ts'
import { BASE_MODEL, type Stack, startStack } from '../../../apps/gateway/test/stack.ts'
import { startPostgres } from '../../../packages/db/test/startPostgres.ts'
import type { BenchContext } from '../../lib/bench.ts'
import { quantile } from '../../lib/quantile.ts'
import { runProgram } from '../../lib/runProgram.ts'
import type { DriverOrder } from '../overhead/order.ts'
import { type OpenLoopCall, type OpenLoopOrder, openLoopCallSchema } from './openLoopOrder.ts'

const PAYERS = [2, 3, 4, 5]
const SEED = 20_261_129
const body = JSON.stringify({
  model: BASE_MODEL,
  messages: [{ role: 'user', content: 'Tell me a story about a river.' }],
  max_tokens: 24,
})
const callSchema = z.object({ receipt: z.object({ outputTokens: z.coerce.number() }).nullable() })

/**
 * Twice as many calls as the gateway can answer, from four payers, on the real model: are those that are let in answered
 * as soon as under a usual load, is as much done as can be, are the others told when to come again, and is every answer
 * paid for.
 */
export async function measureOverload(context: BenchContext): Promise<void> {
  const server = await startPostgres()
  const stack = await startStack({ databaseUrl: await server.createDatabase('gateway') })
  try {
    await registerBaseModel(stack)
    const apiKeys: string[] = []
    for (const payer of PAYERS) apiKeys.push((await openCredit(stack, payer, 10n ** 18n)).apiKey)
    const saturation = await saturationOf(context, stack, apiKeys[0] ?? '')
    context.progress(`saturation: ${saturation.toFixed(2)} calls a second`)
    const url = `${stack.url}/v1/chat/completions`
    const load = async (share: number, seconds: number) => {
      const order = { url, apiKeys, body, rate: share * saturation, seconds, seed: SEED }
      const calls = await drive(context, order)
      context.progress(`${share} of saturation: ${calls.length} calls in ${seconds} s`)
      return calls
    }
    const usual = await load(0.7, context.quick ? 20 : 180)
    const seconds = context.quick ? 30 : 300
    const over = await load(2, seconds)
    await report(context, stack, { saturation, usual, over, seconds, apiKeys })
  } finally {
    await stack.stop()
    await server.stop()
  }
}

type Found = {
  readonly saturation: number
  readonly usual: readonly OpenLoopCall[]
  readonly over: readonly OpenLoopCall[]
  readonly seconds: number
  readonly apiKeys: readonly string[]
}

async function report(context: BenchContext, stack: Stack, found: Found): Promise<void> {
  const { saturation, usual, over, seconds, apiKeys } = found
  const answered = (calls: readonly OpenLoopCall[]) => calls.filter(({ status }) => status === 200)
  const p99 = (calls: readonly OpenLoopCall[]) =>
    quantile(
      answered(calls).map(({ ms }) => ms),
      0.99,
    )
  const ratio = p99(over) / p99(usual)
  const times = (calls: readonly OpenLoopCall[]) => `${(p99(calls) / 1000).toFixed(2)} s`
  context.row({
    name: 'twice as many calls as can be answered: p99 of those let in',
    value: Math.round(ratio * 100) / 100,
    unit: '× that at .7 of saturation',
    bar: '≤ 1.5',
    ok: ratio <= 1.5,
    note: `${times(over)} against ${times(usual)}; ${answered(over).length} and ${answered(usual).length} calls answered, ${usual.length - answered(usual).length} refused at .7; saturation ${saturation.toFixed(2)} calls/s by closed loop; Poisson arrivals, seed ${SEED}, ${PAYERS.length} payers`,
  })
  const goodput = answered(over).length / seconds / saturation
  context.row({
    name: `twice as many calls as can be answered, ${seconds / 60} min: answered`,
    value: Math.round(goodput * 1000) / 1000,
    unit: '× saturation',
    bar: '≥ .9',
    ok: goodput >= 0.9,
    note: `${answered(over).length} of ${over.length}`,
  })
  const rest = over.filter(({ status }) => status !== 200)
  const unclear = rest.filter(({ status, retryAfter }) => ![429, 503].includes(status) || !(Number(retryAfter) >= 1))
  context.row({
    name: 'twice as many calls as can be answered: the others without 429 or 503 and Retry-After',
    value: unclear.length,
    unit: `of ${rest.length}`,
    bar: 'exactly 0',
    ok: unclear.length === 0 && rest.length > 0,
    note: [...Map.groupBy(rest, ({ status }) => status)]
      .map(([status, some]) => `${status}: ${some.length}`)
      .join(', '),
  })
  const paid = await Promise.all(answered(over).map(({ callId, tokens }) => isPaid(stack, apiKeys, callId, tokens)))
  const unmetered = paid.filter((isIt) => !isIt).length
  context.row({
    name: 'twice as many calls as can be answered: answers unmetered',
    value: unmetered,
    unit: `of ${paid.length} answers`,
    bar: 'exactly 0',
    ok: unmetered === 0,
    note: 'each has a receipt for as many tokens as its answer says',
  })
}

/** Whether a call's receipt is for its tokens; its payer is one of the keys'. */
async function isPaid(stack: Stack, apiKeys: readonly string[], callId: string, tokens: number): Promise<boolean> {
  for (const apiKey of apiKeys) {
    const response = await fetch(`${stack.url}/v1/calls/${callId}`, { headers: { authorization: `Bearer ${apiKey}` } })
    const text = await response.text()
    if (response.status === 200) return callSchema.parse(JSON.parse(text)).receipt?.outputTokens === tokens
  }
  return false
}

/** Calls a second when there are always a few more than are answered at once. */
async function saturationOf(context: BenchContext, stack: Stack, apiKey: string): Promise<number> {
  const order: DriverOrder = {
    url: `${stack.url}/v1/chat/completions`,
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    body,
    warmUp: 8,
    calls: context.quick ? 24 : 160,
    atOnce: 4,
  }
  const script = fileURLToPath(new URL('../overhead/driver.ts', import.meta.url))
  const times = z.array(z.number()).parse(await run(context, script, order))
  return (order.calls * order.atOnce * 1000) / times.reduce((sum, ms) => sum + ms, 0)
}

async function drive(context: BenchContext, order: OpenLoopOrder): Promise<OpenLoopCall[]> {
  const script = fileURLToPath(new URL('./openLoop.ts', import.meta.url))
  return z.array(openLoopCallSchema).parse(await run(context, script, order))
}

async function run(context: BenchContext, script: string, order: object): Promise<unknown> {
  const command = [process.execPath, script, JSON.stringify(order)] as const
  const { code, stdout, stderr } = await runProgram(command, { cwd: context.root, signal: context.signal })
  if (code !== 0) throw new Error(`the driver failed: ${stderr.slice(-600)}`)
  return JSON.parse(stdout)
}
