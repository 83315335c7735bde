import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import type { BenchContext } from '../lib/bench.ts'
import { runProgram } from '../lib/runProgram.ts'
import { baseFile } from './makeAdapters.ts'

const script = fileURLToPath(new URL('./ensembles.py', import.meta.url))
const casesSchema = z.array(
  z.strictObject({
    adapters: z.array(z.strictObject({ id: z.string(), path: z.string(), scale: z.number() })),
    prompt: z.array(z.int()),
    answer: z.array(z.int()),
    /** A file of 32-bit floats: for each token of the answer the logits of the whole vocabulary. */
    logits: z.string(),
  }),
)
/** Adapters with scales, an answer, and what PEFT computes with them. */
export type EnsembleCase = z.infer<typeof casesSchema>[number]

/** What the prompts of all cases say. */
export const QUESTION = 'Who signs a record before it is uploaded, and what for?'

/**
 * Has PEFT compute with ensembles, for as long as they are used.
 * @param use gets the cases, and the base model in 32-bit floats, a GGUF
 */
export async function withEnsembleCases(
  context: BenchContext,
  use: (made: { readonly cases: readonly EnsembleCase[]; readonly base: string }) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'openledger-bench-ensembles-'))
  try {
    context.progress('ensembles: what PEFT computes')
    const command = [join(context.root, '.venv', 'bin', 'python'), script, baseFile(context.root), folder] as const
    const made = await runProgram(command, { cwd: context.root, signal: context.signal })
    if (made.code !== 0) throw new Error(`ensembles.py exited with ${made.code}: ${made.stderr.slice(-2_000)}`)
    const cases = casesSchema.parse(JSON.parse(await readFile(join(folder, 'cases.json'), 'utf8')))
    await use({ cases, base: join(folder, 'base.gguf') })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** PEFT's logits of a case: places × vocabulary. */
export async function logitsOfCase({ logits }: EnsembleCase): Promise<Float32Array> {
  const bytes = await readFile(logits)
  return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4)
}
