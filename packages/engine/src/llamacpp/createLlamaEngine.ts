import { getLlama, LlamaLogLevel } from 'node-llama-cpp'
import type { Engine } from '../engine.ts'
import type { EngineLogger } from '../logger.ts'
import { parseRequest } from '../parseRequest.ts'
import { BatchThreads } from './batchThreads.ts'
import { Compute } from './compute.ts'
import { Embedder } from './embedder.ts'
import { LlamaEngine } from './llamaEngine.ts'
import { type LlamaOptions, llamaOptionsSchema } from './llamaOptions.ts'
import { loadModel } from './loadModel.ts'
import { ModelHost } from './modelHost.ts'
import { sha256File } from './sha256File.ts'
import { ThreadGovernor } from './threadGovernor.ts'

/**
 * Opens the llama.cpp driver in this process. A crash in native code ends the process: apps use
 * `startEngineProcess`, which hosts this driver in a process of its own.
 * @throws ENGINE_BAD_REQUEST (options), ENGINE_MODEL_UNREADABLE
 */
export async function createLlamaEngine(options: LlamaOptions, logger: EngineLogger): Promise<Engine> {
  const settings = parseRequest(llamaOptionsSchema, options)
  const llama = await getLlama({
    build: 'never',
    gpu: settings.gpu === 'off' ? false : 'auto',
    maxThreads: 0,
    logLevel: LlamaLogLevel.error,
    logger: (_level, message) => logger.warn('llama.cpp', { message: message.trim() }),
  })
  const all = settings.batchThreads ?? settings.threads
  const compute = new Compute({
    batchThreads: new BatchThreads({ all, few: settings.threads }),
    governor: new ThreadGovernor({ threads: settings.threads }),
    onThreads: (threads) => logger.warn('token time changed: using another number of threads', { threads }),
  })
  try {
    const host = await ModelHost.create(llama, settings, { exclusively: (work) => compute.other(work), logger })
    const embedder = settings.embedder
      ? await Embedder.create(await loadModel(llama, settings.embedder.path), compute, settings.threads)
      : undefined
    const sha256 = await sha256File(settings.base.path)
    const embedderSha256 = settings.embedder && (await sha256File(settings.embedder.path))
    const dispose = () => llama.dispose()
    return new LlamaEngine({ settings, host, embedder, compute, sha256, embedderSha256, dispose })
  } catch (error) {
    await llama.dispose()
    throw error
  }
}
