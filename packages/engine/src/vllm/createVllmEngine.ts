import { mkdir } from 'node:fs/promises'
import { resolve } from 'node:path'
import { getLlama, LlamaLogLevel } from 'node-llama-cpp'
import type { Engine } from '../engine.ts'
import type { EngineLogger } from '../logger.ts'
import { parseRequest } from '../parseRequest.ts'
import { readBaseLayout } from './adapters/baseLayout.ts'
import { ServedAdapters } from './adapters/servedAdapters.ts'
import { LocalModels } from './localModels.ts'
import { VllmClient } from './server/vllmClient.ts'
import { VllmEngine } from './vllmEngine.ts'
import { type VllmOptions, vllmOptionsSchema } from './vllmOptions.ts'
import { VllmServer } from './vllmServer.ts'

/**
 * Opens the vLLM driver in this process: a server elsewhere generates and scores, the vocabulary and the embedding model
 * are llama.cpp's, here. Apps use `startVllmProcess`, since native code can end its process.
 * Waits for the server for some time; then it is taken as it is found, without adapters of an engine before.
 *
 * @throws ENGINE_BAD_REQUEST (options), ENGINE_MODEL_UNREADABLE, ENGINE_SERVER_AWAY, ENGINE_SERVER_UNFIT
 */
export async function createVllmEngine(options: VllmOptions, logger: EngineLogger): Promise<Engine> {
  const settings = parseRequest(vllmOptionsSchema, options)
  const folder = resolve(settings.adapters.folder)
  await mkdir(folder, { recursive: true })
  const llama = await getLlama({
    build: 'never',
    gpu: false,
    maxThreads: 0,
    logLevel: LlamaLogLevel.error,
    logger: (_level, message) => logger.warn('llama.cpp', { message: message.trim() }),
  })
  try {
    const layout = await readBaseLayout(settings.base.path)
    const local = await LocalModels.open(llama, settings)
    const client = new VllmClient(settings)
    const server = new VllmServer(client, settings.servedName ?? settings.base.id, local.tokenizer, logger)
    const { contextSize } = await server.start(settings.wait_ms)
    const adapters = new ServedAdapters(client, layout, { ...settings.adapters, folder }, logger)
    await adapters.clear()
    return new VllmEngine({ settings, server, adapters, local, contextSize })
  } catch (error) {
    await llama.dispose()
    throw error
  }
}
