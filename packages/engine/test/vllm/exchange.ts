import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { canonicalJson } from '@openledger/core/json/canonicalJson.ts'
import { z } from 'zod'

/** One question to a vLLM server and what it answered, as a line of `fixtures/vllm-exchanges.jsonl`. */
export const exchangeSchema = z.strictObject({
  method: z.enum(['GET', 'POST']),
  path: z.string(),
  /** JSON; null where there was none. */
  request: z.unknown(),
  /** SHA-256 of the weights in the folder that the server was told to load. */
  weights: z.string().optional(),
  status: z.int(),
  type: z.string(),
  /** The answer's pieces, as they came. */
  pieces: z.array(z.string()),
  /** The client left before the end. */
  left: z.boolean(),
})
export type Exchange = z.infer<typeof exchangeSchema>

/** Where the server sees the folder of adapters: the same name wherever it is recorded and replayed. */
export const FOLDER_THERE = '/adapters'

/** What a question is found by again. A greedy answer's seed is drawn at random and changes nothing. */
export function questionKey({ method, path, request }: Pick<Exchange, 'method' | 'path' | 'request'>): string {
  const greedy = z.object({ temperature: z.literal(0) }).safeParse(request).success
  // Canonical JSON knows no fractions; here they only have to be the same.
  const text = JSON.stringify(request, (key, value: unknown) => {
    if (key === 'seed' && greedy) return undefined
    return typeof value === 'number' ? String(value) : value
  })
  return `${method} ${path} ${canonicalJson(JSON.parse(text))}`
}

/**
 * SHA-256 of the weights that a request to load an adapter names; undefined for other requests.
 * @param folder that lies under {@link FOLDER_THERE}
 */
export async function weightsOf(path: string, request: unknown, folder: string): Promise<string | undefined> {
  if (path !== '/v1/load_lora_adapter') return undefined
  const { lora_path: there } = z.object({ lora_path: z.string() }).parse(request)
  const bytes = await readFile(join(folder, basename(there), 'adapter_model.safetensors'))
  return createHash('sha256').update(bytes).digest('hex')
}
