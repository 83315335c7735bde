import type { Engine } from '../engine.ts'
import type { EngineLogger } from '../logger.ts'
import { parseRequest } from '../parseRequest.ts'
import { type VllmOptions, vllmOptionsSchema } from '../vllm/vllmOptions.ts'
import { EngineProcess } from './engineProcess.ts'

/**
 * Starts the vLLM driver in a process of its own, as `startEngineProcess` does llama.cpp's, and waits until the server
 * answers. The server itself is started by somebody else (docs/vllm.md).
 *
 * @throws ENGINE_BAD_REQUEST (options), ENGINE_MODEL_UNREADABLE, ENGINE_SERVER_AWAY, ENGINE_SERVER_UNFIT, ENGINE_CRASHED
 */
export async function startVllmProcess(options: VllmOptions & { readonly logger: EngineLogger }): Promise<Engine> {
  const { logger, ...rest } = options
  const engine = new EngineProcess({ driver: 'vllm', options: parseRequest(vllmOptionsSchema, rest) }, logger)
  await engine.start()
  return engine
}
