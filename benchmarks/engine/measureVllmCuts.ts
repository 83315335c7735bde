import { setTimeout as sleep } from 'node:timers/promises'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { Engine } from '@openledger/engine/engine.ts'
import type { BenchContext } from '../lib/bench.ts'
import { BASE } from './ourPeer.ts'
import { startVllm, type VllmPeer } from './vllmServer.ts'

const messages = [{ role: 'user' as const, content: 'Write a very long poem about the sea.' }]
const params = { maxTokens: 400 }
/** Tokens after which an answer is left, or its server ended. */
const KEPT = 5
const FREE_ms = 30_000

/** A caller who leaves: what is counted, and whether the server stops working for him. */
export async function leaveInTheMiddle(context: BenchContext, engine: Engine, url: string): Promise<void> {
  const controller = new AbortController()
  let [tokens, counted] = [0, -1]
  for await (const event of engine.generate({ base: BASE, messages, params, signal: controller.signal })) {
    if (event.type === 'token' && ++tokens === KEPT) controller.abort()
    if (event.type === 'end') counted = event.outputTokens
  }
  const left = performance.now()
  while ((await running(url)) > 0 && performance.now() - left < FREE_ms) await sleep(20)
  const took = performance.now() - left
  context.row({
    name: 'vLLM driver: left in the middle, until the server is free',
    value: Math.round(took),
    unit: 'ms',
    bar: null,
    ok: counted === tokens && tokens === KEPT && took < FREE_ms,
    note: `${tokens} tokens were delivered, ${counted} counted; the answer would have had up to ${params.maxTokens}`,
  })
}

/**
 * The server is killed in the middle of an answer, and comes back at its address without any adapter.
 * @returns the server that runs now
 */
export async function serverEndsInTheMiddle(
  context: BenchContext,
  engine: Engine,
  server: VllmPeer & { readonly port: number },
): Promise<VllmPeer & { readonly port: number }> {
  let tokens = 0
  let code = 'none'
  try {
    for await (const event of engine.generate({ base: BASE, messages, params }))
      if (event.type === 'token' && ++tokens === KEPT) await server.kill()
  } catch (error) {
    code = OpenLedgerError.find(error)?.code ?? String(error)
  }
  const away = await engine.health()
  context.row({
    name: 'vLLM driver: the server killed in the middle of an answer',
    value: code,
    unit: '',
    bar: 'ENGINE_STREAM_CUT',
    ok: code === 'ENGINE_STREAM_CUT' && tokens >= KEPT && away.state === 'away',
    note: `${tokens} tokens were delivered before; then its state is ${away.state}`,
  })
  const next = await startVllm(context, { dtype: 'float32', threads: 2, port: server.port })
  let after = 0
  for await (const event of engine.generate({ base: BASE, messages, params: { maxTokens: 2 } }))
    if (event.type === 'token') after += 1
  context.row({
    name: 'vLLM driver: tokens of the next call, once the server is back',
    value: after,
    unit: 'tokens',
    bar: '2',
    ok: after === 2,
    note: 'without anything done to the driver',
  })
  return next
}

/** Calls that the server works on, by its own count. */
async function running(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text()
  const found = /^vllm:num_requests_running\{[^}]*\} ([\d.e+]+)$/m.exec(text)
  if (found === null) throw new Error('the server does not count its calls')
  return Number(found[1])
}
