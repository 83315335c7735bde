import { join } from 'node:path'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { Engine } from '@openledger/engine/engine.ts'
import { startEngineProcess } from '@openledger/engine/process/startEngineProcess.ts'
import { startVllmProcess } from '@openledger/engine/process/startVllmProcess.ts'
import type { Logger } from 'pino'
import { eventFirst } from './createLogger.ts'
import { nodeErrors } from './errors.ts'
import type { NodeConfig } from './nodeConfig.ts'

/**
 * Starts the engine that a configuration names: llama.cpp in a process of its own, or vLLM on a server that somebody else
 * started.
 *
 * @throws NODE_BASE_MISMATCH where the base model's file is not the one that the configuration means; ENGINE_*
 */
export async function startEngine(config: NodeConfig, logger: Logger): Promise<Engine> {
  const { id, file, sha256 } = config.baseModel
  const engine = await (config.vllm === undefined ? startLlama(config, logger) : startVllm(config, config.vllm, logger))
  const loaded = engine.capabilities().bases.find((base) => base.id === id)
  if (loaded?.sha256 === sha256) return engine
  await engine.close()
  throw new OpenLedgerError(
    nodeErrors.NODE_BASE_MISMATCH,
    `${file} has the SHA-256 ${loaded?.sha256}, the configuration says ${sha256}.`,
  )
}

function startLlama(config: NodeConfig, logger: Logger): Promise<Engine> {
  return startEngineProcess({
    ...modelsOf(config),
    sequences: config.concurrentCalls,
    threads: config.engineThreads,
    batchThreads: config.engineBatchThreads,
    adapterMemory: config.engineAdapterMemory,
    batching: config.engineBatching,
    logger: eventFirst(logger, 'engine'),
  })
}

function startVllm(config: NodeConfig, vllm: NonNullable<NodeConfig['vllm']>, logger: Logger): Promise<Engine> {
  const { url, apiKey, servedName, adaptersMax: max, wait_s, silence_s } = vllm
  const folder = vllm.adaptersFolder ?? join(config.home, 'models', 'vllm')
  const folderThere = vllm.adaptersFolderThere
  return startVllmProcess({
    ...modelsOf(config),
    url,
    ...(apiKey === undefined ? {} : { apiKey }),
    ...(servedName === undefined ? {} : { servedName }),
    adapters: {
      folder,
      max,
      memory: config.engineAdapterMemory,
      ...(folderThere === undefined ? {} : { folderThere }),
    },
    sequences: config.concurrentCalls,
    threads: config.engineThreads,
    wait_ms: wait_s * 1_000,
    silence_ms: silence_s * 1_000,
    logger: eventFirst(logger, 'engine'),
  })
}

const modelsOf = ({ baseModel, embeddingModel }: NodeConfig) => ({
  base: { id: baseModel.id, path: baseModel.file },
  embedder: { id: embeddingModel.id, path: embeddingModel.file },
})
