import { createHash } from 'node:crypto'
import { appendFile, mkdir, readdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type Outcome, outcomeSchema } from './outcome.ts'

/** Folders whose files decide what a run finds; outcomes of other versions of them do not count. */
const SOURCES = [
  'packages/chain/src/publisher',
  'packages/chain/src/indexer',
  'packages/chain/src/rpc',
  'benchmarks/chainfaults',
]

/** Outcomes of runs that were done with the very same sources, so that a stopped bench goes on. */
export async function openOutcomes(root: string): Promise<{
  readonly done: ReadonlyMap<number, Outcome>
  keep(outcome: Outcome): Promise<void>
}> {
  const file = join(root, 'benchmarks', '.cache', 'chainfaults', `${await sourcesHash(root)}.jsonl`)
  await mkdir(dirname(file), { recursive: true })
  const text = await readFile(file, 'utf8').catch(() => '')
  const lines = text.split('\n').filter((line) => line.endsWith('}'))
  const done = new Map(
    lines.map((line) => outcomeSchema.parse(JSON.parse(line))).map((outcome) => [outcome.seed, outcome]),
  )
  return { done, keep: (outcome) => appendFile(file, `${JSON.stringify(outcome)}\n`) }
}

async function sourcesHash(root: string): Promise<string> {
  const hash = createHash('sha256')
  for (const source of SOURCES) {
    const names = await readdir(join(root, source), { recursive: true })
    for (const name of names.filter((each) => each.endsWith('.ts')).toSorted())
      hash.update(name).update(await readFile(join(root, source, name)))
  }
  return hash.digest('hex').slice(0, 16)
}
