import { createHash } from 'node:crypto'
import { appendFile, mkdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { z } from 'zod'
import type { BenchContext } from '../lib/bench.ts'
import { runProgram } from '../lib/runProgram.ts'

/** Folders that make the program: what else a commit changes does not change what a kill comes to. */
const program = ['apps', 'packages', 'trainer', 'contracts', 'examples', 'scripts', 'openledger', 'package-lock.json']

/**
 * Outcomes of earlier sittings with the same program, in benchmarks/.cache. A program with changes that are not committed
 * has none, and keeps none.
 *
 * @param kind what else tells runs apart
 */
export async function openKeptKills<Outcome>(
  { root }: Pick<BenchContext, 'root'>,
  kind: string,
  schema: z.ZodType<Outcome>,
): Promise<{ readonly outcomes: readonly Outcome[]; readonly add: (outcome: Outcome) => Promise<void> }> {
  const git = async (...args: string[]) => (await runProgram(['git', ...args], { cwd: root })).stdout.trim()
  if ((await git('status', '--porcelain', '--', ...program)) !== '') return { outcomes: [], add: async () => undefined }
  const trees = await git('rev-parse', ...program.map((path) => `HEAD:${path}`))
  const key = createHash('sha256').update(`${kind} ${trees}`).digest('hex').slice(0, 16)
  const file = join(root, 'benchmarks', '.cache', 'kills', `${key}.jsonl`)
  await mkdir(dirname(file), { recursive: true })
  const text = await readFile(file, 'utf8').catch(() => '')
  const outcomes = text.split('\n').flatMap((line) => (line.endsWith('}') ? [schema.parse(JSON.parse(line))] : []))
  return { outcomes, add: (outcome) => appendFile(file, `${JSON.stringify(outcome)}\n`) }
}
