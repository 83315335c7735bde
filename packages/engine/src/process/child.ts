import type { Engine } from '../engine.ts'
import type { EngineLogger, LogLevel } from '../logger.ts'
import type { DriverOptions } from './driverOptions.ts'
import { toErrorMessage } from './errorMessage.ts'
import { type CallMessage, type ToParent, toChildSchema } from './messages.ts'

/** The engine process: hosts a driver and answers the messages of its parent. */

const log =
  (level: LogLevel): EngineLogger[LogLevel] =>
  (message, fields = {}) =>
    send({ type: 'log', level, message, fields })

const logger: EngineLogger = { debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') }
const generations = new Map<number, AbortController>()
let engine: Engine | undefined

function send(message: ToParent): void {
  if (process.connected) process.send?.(message)
}

async function generate(engine: Engine, id: number, request: Parameters<Engine['generate']>[0]): Promise<void> {
  const controller = new AbortController()
  generations.set(id, controller)
  try {
    for await (const event of engine.generate({ ...request, signal: controller.signal }))
      send({ type: 'event', id, event })
  } finally {
    generations.delete(id)
  }
}

async function answer(call: CallMessage): Promise<void> {
  const { id } = call
  try {
    if (!engine) throw new Error('a call came before the models were loaded')
    if (call.method === 'generate') await generate(engine, id, call.request)
    else if (call.method === 'score') send({ type: 'result', id, value: await engine.score(call.request) })
    else if (call.method === 'embed') send({ type: 'result', id, value: await engine.embed(call.request) })
    else if (call.method === 'countTokens') send({ type: 'result', id, value: await engine.countTokens(call.request) })
    else if (call.method === 'tokenize') send({ type: 'result', id, value: await engine.tokenize(call.request) })
    else send({ type: 'result', id, value: await engine.health() })
  } catch (error) {
    send({ type: 'error', id, error: toErrorMessage(error) })
  }
}

/** Only the driver that is asked for is loaded. */
async function open({ driver, options }: DriverOptions): Promise<Engine> {
  if (driver === 'vllm') return (await import('../vllm/createVllmEngine.ts')).createVllmEngine(options, logger)
  return (await import('../llamacpp/createLlamaEngine.ts')).createLlamaEngine(options, logger)
}

async function receive(raw: unknown): Promise<void> {
  const message = toChildSchema.parse(raw)
  if (message.type === 'call') await answer(message)
  else if (message.type === 'cancel') generations.get(message.id)?.abort()
  else {
    try {
      engine = await open(message.driver)
      send({ type: 'opened', capabilities: engine.capabilities() })
    } catch (error) {
      send({ type: 'openFailed', error: toErrorMessage(error) })
    }
  }
}

process.on('message', (raw) => void receive(raw))
// Without its parent nobody can use the engine. Nothing here needs saving, and native threads may be busy: end at once.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'))
// Ctrl-C reaches the whole group; the parent decides when the engine ends.
process.on('SIGINT', () => {})
