import { execFileSync } from 'node:child_process'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { type Bench, benchResultSchema, type MeasuredRow } from './lib/bench.ts'
import { describeMachine } from './lib/machine.ts'

const folder = dirname(fileURLToPath(import.meta.url))
const root = dirname(folder)
const moduleSchema = z.object({
  bench: z.custom<Bench>((value) => typeof value === 'object' && value !== null && 'run' in value),
})

/** Every bench: a folder with a file NAME.bench.ts. */
async function loadBenches(): Promise<Bench[]> {
  const names = await readdir(folder, { recursive: true })
  const files = names.filter((name) => name.endsWith('.bench.ts')).toSorted()
  return Promise.all(files.map(async (file) => moduleSchema.parse(await import(join(folder, file))).bench))
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean' },
    json: { type: 'boolean' },
    only: { type: 'string' },
    home: { type: 'string' },
  },
})
const progress = (line: string) => process.stderr.write(`${line}\n`)
const benches = await loadBenches()
const bench = benches.find(({ name }) => name === positionals[0])
if (bench === undefined) {
  for (const { name, summary, parts } of benches)
    process.stdout.write(`${name}  ${summary}\n  parts: ${parts.join(', ')}\n`)
  process.exit(positionals.length === 0 ? 0 : 2)
}
const only = values.only?.split(',') ?? []
const unknown = only.find((part) => !bench.parts.includes(part))
if (unknown !== undefined) {
  progress(`${bench.name} has no part '${unknown}' (there: ${bench.parts.join(', ')})`)
  process.exit(2)
}

const git = (...args: string[]) => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim()
const dirty =
  git('status', '--porcelain', '--untracked-files=no', '--', '.', ':!benchmarks/results') === '' ? '' : '+changes'
const commit = `${git('rev-parse', '--short=12', 'HEAD')}${dirty}`
const rows: MeasuredRow[] = []
const abort = new AbortController()
process.once('SIGINT', () => abort.abort(new Error('stopped')))
const machine = describeMachine()
const running = bench.run({
  root,
  quick: values.quick === true,
  only,
  home: values.home,
  progress,
  signal: abort.signal,
  row: (row) => {
    rows.push({ ...row, date: new Date().toISOString(), commit })
    const verdict = row.ok === null ? '·' : row.ok ? 'ok' : 'NOT MET'
    progress(
      `${verdict}  ${row.name}: ${row.value} ${row.unit}${row.bar === null ? '' : ` (bar ${row.bar})`}  ${row.note}`,
    )
  },
})

// What was measured before a failure stays.
let failure: unknown
await running.catch((error: unknown) => {
  failure = error
  if (rows.length === 0) throw error
})

// A run of some parts, or one that failed, replaces its rows and keeps the others, which say when they were measured.
const file = join(folder, 'results', `${bench.name}.json`)
const earlier =
  only.length === 0 && failure === undefined
    ? undefined
    : await readFile(file, 'utf8').then(
        (text) => benchResultSchema.parse(JSON.parse(text)),
        () => undefined,
      )
const kept = earlier?.rows.filter((old) => !rows.some((row) => row.name === old.name)) ?? []
const result = benchResultSchema.parse({
  bench: bench.name,
  date: new Date().toISOString(),
  commit,
  machine,
  command: [
    './openledger bench',
    bench.name,
    values.quick ? '--quick' : '',
    values.only ? `--only ${values.only}` : '',
    values.home ? '--home DIR' : '',
  ]
    .filter(Boolean)
    .join(' '),
  rows: [...kept, ...rows],
})
await mkdir(dirname(file), { recursive: true })
await writeFile(file, `${JSON.stringify(result, null, 2)}\n`)
process.stdout.write(`${JSON.stringify(result, null, 2)}\n`)
if (failure !== undefined) throw failure
process.exitCode = rows.every((row) => row.ok !== false) ? 0 : 1
