import { existsSync } from 'node:fs'
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import type { BenchContext } from '../lib/bench.ts'
import { runProgram } from '../lib/runProgram.ts'

const script = fileURLToPath(new URL('./make_adapters.py', import.meta.url))
const madeSchema = z.strictObject({ id: z.string(), path: z.string() })
export type MadeAdapter = z.infer<typeof madeSchema>

/** The served base model's file. */
export const baseFile = (root: string) => join(root, '.models', 'smollm2-135m-instruct-q4_1.gguf')

/**
 * Random adapters over the base model, kept in benchmarks/.cache.
 * @param of.layers how many of the last layers they change (queries and values)
 */
export async function makeAdapters(
  context: BenchContext,
  of: { readonly count: number; readonly layers: number; readonly rank: number },
): Promise<MadeAdapter[]> {
  const { count, layers, rank } = of
  const folder = join(context.root, 'benchmarks', '.cache', 'adapters', `${count}-${layers}-${rank}`)
  const list = join(folder, 'list.jsonl')
  if (!existsSync(list)) {
    context.progress(`writing ${count} adapters of rank ${rank} over ${layers} layers`)
    await rm(folder, { recursive: true, force: true })
    const python = join(context.root, '.venv', 'bin', 'python')
    const args = [baseFile(context.root), folder, count, layers, rank, 1].map(String)
    const made = await runProgram([python, script, ...args], { cwd: context.root, signal: context.signal })
    if (made.code !== 0) throw new Error(`make_adapters.py exited with ${made.code}: ${made.stderr.slice(-2_000)}`)
    await writeFile(`${list}.part`, made.stdout)
    await rename(`${list}.part`, list)
  }
  const lines = (await readFile(list, 'utf8')).trimEnd().split('\n')
  return lines.map((line) => madeSchema.parse(JSON.parse(line)))
}
