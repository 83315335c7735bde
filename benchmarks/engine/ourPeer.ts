import type { Engine } from '@openledger/engine/engine.ts'
import { silentLogger } from '@openledger/engine/logger.ts'
import { startEngineProcess } from '@openledger/engine/process/startEngineProcess.ts'
import { type Asked, type Load, type Outcome, type Peer, TOKENS_OUT } from './load.ts'

export const BASE = 'base'
/** Tokens of prompt and answer together. */
export const CONTEXT_SIZE = 256
/** Requests that are answered side by side. */
export const SIDE_BY_SIDE = 8

export type OurPeer = Peer & { readonly engine: Engine }

/**
 * The engine in its process, as the node runs it, without reuse of prompts.
 *
 * @param options.passes 0: first come, first served
 */
export async function ourPeer(
  path: string,
  options: { readonly threads: number; readonly passes?: number; readonly sequences?: number },
): Promise<OurPeer> {
  const { threads, passes = 8, sequences = SIDE_BY_SIDE } = options
  const engine = await startEngineProcess({
    base: { id: BASE, path },
    threads,
    batchThreads: threads,
    passes,
    sequences,
    contextSize: CONTEXT_SIZE,
    idleContexts: 0,
    reusePrefix: false,
    gpu: 'off',
    logger: silentLogger,
  })
  return { name: `ours, ${threads} threads`, engine, run: (load) => askAll(engine, load), close: () => engine.close() }
}

/** Asks an engine all that a load holds. */
export async function askAll(engine: Engine, { atOnce, requests }: Load): Promise<Outcome> {
  const queue = [...requests]
  const waits_ms: number[] = []
  let tokens = 0
  const started = performance.now()
  const lane = async () => {
    for (let asked = queue.shift(); asked !== undefined; asked = queue.shift()) {
      const made = await answer(engine, asked, waits_ms)
      tokens += made
    }
  }
  await Promise.all(Array.from({ length: atOnce }, lane))
  return { tokens, seconds: (performance.now() - started) / 1_000, waits_ms }
}

async function answer(engine: Engine, { messages, adapters }: Asked, waits_ms: number[]): Promise<number> {
  const asked = performance.now()
  const params = { maxTokens: TOKENS_OUT }
  let tokens = 0
  for await (const event of engine.generate({ base: BASE, messages: [...messages], adapters: [...adapters], params })) {
    if (event.type === 'start') waits_ms.push(performance.now() - asked)
    if (event.type === 'end') tokens = event.outputTokens
  }
  return tokens
}
