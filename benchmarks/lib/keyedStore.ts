import { createHash } from 'node:crypto'
import { appendFile, mkdir, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'

const lineSchema = z.tuple([z.string(), z.union([z.number(), z.string()])])

/** Results of slow steps by the hash of what they depend on: an interrupted bench goes on where it stopped. */
export type KeyedStore = {
  /** The stored result, or that of `make`, which is then stored. */
  readonly once: <T extends number | string>(of: unknown, make: () => Promise<T>) => Promise<T>
  /** Results found and results made since the start. */
  readonly counts: () => { readonly found: number; readonly made: number }
}

/**
 * Opens a store of results: JSONL of [SHA-256 of what the result depends on, result].
 *
 * @param file is made where it is missing; a last line that a kill cut off is passed over
 */
export async function openKeyedStore(file: string): Promise<KeyedStore> {
  await mkdir(dirname(file), { recursive: true })
  const text = await readFile(file, 'utf8').catch(() => '')
  const results = new Map<string, number | string>()
  for (const line of text.split('\n')) {
    const parsed = lineSchema.safeParse(tryJson(line))
    if (parsed.success) results.set(...parsed.data)
  }
  if (text !== '' && !text.endsWith('\n')) await appendFile(file, '\n')
  let found = 0
  let made = 0
  return {
    once: async <T extends number | string>(of: unknown, make: () => Promise<T>): Promise<T> => {
      const key = createHash('sha256').update(JSON.stringify(of)).digest('hex').slice(0, 32)
      const known = results.get(key)
      if (known !== undefined) {
        found += 1
        return known as T
      }
      const result = await make()
      results.set(key, result)
      await appendFile(file, `${JSON.stringify([key, result])}\n`)
      made += 1
      return result
    },
    counts: () => ({ found, made }),
  }
}

function tryJson(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
