import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { silentLogger } from '../src/logger.ts'
import { createVllmEngine } from '../src/vllm/createVllmEngine.ts'
import { testOptions } from './models.ts'
import { FOLDER_THERE } from './vllm/exchange.ts'
import { recordingProxy } from './vllm/recordingProxy.ts'
import { EXCHANGES } from './vllm/replayServer.ts'
import { peftLines, scenarios } from './vllm/scenarios.ts'

/**
 * Records fixtures/vllm-exchanges.jsonl from a real server that was started as docs/vllm.md says, for the test model in
 * 32-bit floats, with --served-model-name smollm2-135m --max-lora-rank 64:
 *
 *     node packages/engine/test/recordVllm.ts http://127.0.0.1:8000
 */
async function main(url: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'openledger-record-'))
  const proxy = await recordingProxy({ url, folder })
  const say = (what: string, result: unknown) => console.log(what, JSON.stringify(result))
  try {
    const engine = await createVllmEngine(
      {
        url: proxy.url,
        base: testOptions().base,
        adapters: { folder, folderThere: FOLDER_THERE },
        silence_ms: 300_000,
      },
      silentLogger,
    )
    const all = scenarios(engine, folder)
    for (const line of peftLines()) say('adapted', await all.adapted(line))
    for (const [what, scenario] of Object.entries(all)) {
      if (what === 'adapted' || what === 'scored' || what === 'lost') continue
      const run = scenario as () => Promise<unknown>
      say(what, await run().catch((error: unknown) => String(error)))
    }
    for (const line of peftLines().slice(0, 2)) say('scored', await all.scored(line))
    // Somebody takes the adapter from the server.
    const loaded = proxy.exchanges.find(({ path }) => path === '/v1/load_lora_adapter')
    const { lora_name } = z.looseObject({ lora_name: z.string() }).parse(loaded?.request)
    const headers = { 'content-type': 'application/json' }
    await fetch(`${url}/v1/unload_lora_adapter`, { method: 'POST', headers, body: JSON.stringify({ lora_name }) })
    say('lost', await all.lost())
    say('health', await engine.health())
    await engine.close()
    await writeFile(EXCHANGES, proxy.exchanges.map((exchange) => `${JSON.stringify(exchange)}\n`).join(''))
  } finally {
    proxy.close()
    await rm(folder, { recursive: true, force: true })
  }
}

await main(process.argv[2] ?? 'http://127.0.0.1:8000')
