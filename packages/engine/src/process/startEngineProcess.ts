import type { Engine } from '../engine.ts'
import { type LlamaOptions, llamaOptionsSchema } from '../llamacpp/llamaOptions.ts'
import type { EngineLogger } from '../logger.ts'
import { parseRequest } from '../parseRequest.ts'
import { EngineProcess } from './engineProcess.ts'

/**
 * Starts the llama.cpp driver in a process of its own and waits until its models are loaded.
 *
 * When that process dies, calls in flight fail with ENGINE_CRASHED (after the tokens that arrived) and the next
 * call starts it again. It ends with this process, however this one ends.
 *
 * @param options.base the base model: its id in requests and its GGUF file
 * @param options.logger gets the driver's log lines
 * @throws ENGINE_BAD_REQUEST (options), ENGINE_MODEL_UNREADABLE, ENGINE_CRASHED
 * @example
 * const engine = await startEngineProcess({ base: { id: 'smollm2-135m', path: 'models/smollm2.gguf' }, logger })
 * for await (const event of engine.generate({ base: 'smollm2-135m', messages, params: { maxTokens: 64 } }))
 *   if (event.type === 'token') process.stdout.write(event.text)
 * await engine.close()
 */
export async function startEngineProcess(options: LlamaOptions & { readonly logger: EngineLogger }): Promise<Engine> {
  const { logger, ...rest } = options
  const engine = new EngineProcess({ driver: 'llamacpp', options: parseRequest(llamaOptionsSchema, rest) }, logger)
  await engine.start()
  return engine
}
