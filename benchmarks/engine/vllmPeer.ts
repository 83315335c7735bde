import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Engine } from '@openledger/engine/engine.ts'
import { silentLogger } from '@openledger/engine/logger.ts'
import { startVllmProcess } from '@openledger/engine/process/startVllmProcess.ts'
import { baseFile } from '../adapters/makeAdapters.ts'
import { BASE, SIDE_BY_SIDE } from './ourPeer.ts'

export type OpenDriver = { readonly engine: Engine; readonly close: () => Promise<void> }

/** The vLLM driver in its process, as the node runs it, over a server of {@link startVllm}. */
export async function openDriver(root: string, url: string): Promise<OpenDriver> {
  const folder = await mkdtemp(join(tmpdir(), 'openledger-bench-vllm-'))
  const engine = await startVllmProcess({
    url,
    base: { id: BASE, path: baseFile(root) },
    adapters: { folder, max: 16 },
    sequences: SIDE_BY_SIDE,
    silence_ms: 300_000,
    logger: silentLogger,
  })
  return {
    engine,
    close: async () => {
      await engine.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
