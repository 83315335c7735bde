import { createHash } from 'node:crypto'
import { appendFile, mkdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'

const lineSchema = z.object({ key: z.string(), value: z.union([z.number(), z.string()]) })

/**
 * What the engine said, kept from run to run: an answer or a log-probability is a function of its prompt alone, so a
 * stopped bench goes on, and another method is scored in minutes.
 *
 * @param engineKey names the base model's file and everything else that an engine's answer depends on
 */
export async function openKeptScores(
  root: string,
  engineKey: string,
): Promise<{
  readonly get: <T extends number | string>(question: object, make: () => Promise<T>) => Promise<T>
  /** What had to be asked of the engine. */
  readonly asked: () => number
}> {
  const file = join(root, 'benchmarks', '.cache', 'rag', `${hash(engineKey)}.jsonl`)
  await mkdir(dirname(file), { recursive: true })
  const text = await readFile(file, 'utf8').catch(() => '')
  const lines = text.split('\n').filter((line) => line.endsWith('}'))
  const kept = new Map(lines.map((line) => lineSchema.parse(JSON.parse(line))).map(({ key, value }) => [key, value]))
  let asked = 0
  return {
    get: async <T extends number | string>(question: object, make: () => Promise<T>) => {
      const key = hash(JSON.stringify(question))
      const known = kept.get(key)
      if (known !== undefined) return known as T
      asked += 1
      const value = await make()
      kept.set(key, value)
      await appendFile(file, `${JSON.stringify({ key, value })}\n`)
      return value
    },
    asked: () => asked,
  }
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 24)
}
