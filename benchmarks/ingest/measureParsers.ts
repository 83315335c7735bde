import { openAsBlob } from 'node:fs'
import { open, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { Format } from '@openledger/data/ingest/detectFormat.ts'
import { parseFile } from '@openledger/data/ingest/parseFile.ts'
import { csvRows } from '@openledger/data/rows/csvRows.ts'
import { jsonlRows } from '@openledger/data/rows/jsonlRows.ts'
import { parquetRows } from '@openledger/data/rows/parquetRows.ts'
import { z } from 'zod'
import type { BenchContext } from '../lib/bench.ts'
import { pythonTools } from '../lib/pythonTools.ts'
import { runProgram } from '../lib/runProgram.ts'
import { type Corpus, gatherCorpus } from './corpus.ts'

const referenceSchema = z.union([
  z.object({ text: z.string(), rows: z.number().nullable() }),
  z.object({ error: z.string() }),
])
type Read = { readonly text: string; readonly rows: number | null }
const largeSchema = z.object({ records: z.number(), peakMib: z.number(), seconds: z.number() })

const second: Readonly<Record<Format, string>> = {
  markdown: 'pandoc',
  text: 'Python’s decoder',
  pdf: 'PDFium',
  docx: 'pandoc',
  csv: 'Python’s csv',
  jsonl: 'Python’s json',
  parquet: 'pyarrow',
}

/**
 * What the parsers read of real files, beside a second parser for each format; and what a file of 2 GB takes.
 * Recall: of the words (runs of letters and digits that hold a letter, lower case, NFKC) that the second parser reads,
 * counted with their repetitions, the share that ours reads too.
 */
export async function measureParsers(context: BenchContext): Promise<void> {
  const tools = await pythonTools(context, 'ingest', 'second parsers (PDFium, pandoc, pyarrow, DuckDB)')
  const python = tools('python')
  const corpora = await gatherCorpus(context, context.quick ? 30 : 60, python)
  let [crashes, files] = [0, 0]
  for (const corpus of corpora) {
    context.progress(`${corpus.format}: ${corpus.files.length} files`)
    const measured = await compare(context, corpus, python)
    crashes += measured.crashes.length
    files += corpus.files.length
    const value = Number(measured.recall.toFixed(4))
    context.row({
      name: `text recall, ${corpus.format}`,
      value,
      unit: '',
      bar: '≥ 0.98',
      ok: value >= 0.98 && measured.compared >= 30,
      note: `against ${second[corpus.format]}; ${measured.compared} files (${corpus.from}), ${measured.words} words; least of a file ${measured.least.toFixed(3)}${measured.rows}${measured.refused}`,
    })
    for (const crash of measured.crashes) context.progress(`crash: ${crash}`)
  }
  context.row({
    name: 'crashes',
    value: crashes,
    unit: '',
    bar: '0',
    ok: crashes === 0,
    note: `errors without a code, over ${files} files of ${corpora.length} formats`,
  })
  await measureLarge(context)
}

async function compare(context: BenchContext, { files, format }: Corpus, python: string) {
  const references = await readReferences(context, files, format, python)
  const crashes: string[] = []
  let [found, words, least, compared, rowsDiffer, failed, refusals] = [0, 0, 1, 0, 0, 0, 0]
  for (const [at, file] of files.entries()) {
    const reference = references[at]
    let ours: Read = { text: '', rows: 0 }
    try {
      ours = await readOurs(file, format)
    } catch (error) {
      if (OpenLedgerError.find(error) === undefined) crashes.push(`${file}: ${String(error)}`)
      else refusals += 1
    }
    if (reference === undefined || 'error' in reference) {
      failed += 1
      continue
    }
    const wanted = countWords(reference.text)
    const have = countWords(ours.text)
    let [own, all] = [0, 0]
    for (const [word, count] of wanted) {
      all += count
      own += Math.min(count, have.get(word) ?? 0)
    }
    if (reference.rows !== null && reference.rows !== ours.rows) rowsDiffer += 1
    compared += 1
    found += own
    words += all
    if (all > 0 && own / all < least) {
      least = own / all
      if (least < 0.98) context.progress(`${(own / all).toFixed(3)} ${basename(file)}`)
    }
  }
  const tables = ['csv', 'jsonl', 'parquet'].includes(format)
  return {
    recall: words === 0 ? 0 : found / words,
    words,
    least,
    compared,
    crashes,
    rows: tables ? `; row counts differ in ${rowsDiffer}` : '',
    refused: `${refusals === 0 ? '' : `; ${refusals} refused by us`}${failed === 0 ? '' : `; ${failed} that the second parser cannot read`}`,
  }
}

async function readOurs(file: string, format: Format): Promise<Read> {
  const named = { path: basename(file), blob: await openAsBlob(file) }
  const readers = { csv: csvRows, jsonl: jsonlRows, parquet: parquetRows }
  const texts: string[] = []
  if (format === 'csv' || format === 'jsonl' || format === 'parquet') {
    let rows = 0
    for await (const row of readers[format](named)) {
      rows += 1
      if (row.ok) texts.push(...strings(Object.values(row.value)))
    }
    return { text: texts.join(' '), rows }
  }
  for await (const item of parseFile(named, { url: 'https://example.org/' })) {
    if (item.kind === 'record' && item.content.kind === 'document') texts.push(item.content.text)
  }
  return { text: texts.join('\n'), rows: null }
}

function* strings(cells: readonly unknown[]): Generator<string> {
  for (const cell of cells) {
    if (typeof cell === 'string') yield cell
    else if (typeof cell === 'object' && cell !== null) yield* strings(Object.values(cell))
  }
}

/** What PDFium writes for a hyphen at a line's end. */
const pdfiumHyphen = String.fromCharCode(2)

function countWords(text: string): Map<string, number> {
  const counts = new Map<string, number>()
  // A word that is hyphenated at a line's end is one word, whoever makes it whole.
  const whole = text
    .normalize('NFKC')
    .replaceAll(pdfiumHyphen, '-')
    .replace(/(\p{L})[-\u00ad\ufffe]\s*\n\s*(?=\p{Ll})/gu, '$1')
    .toLowerCase()
  for (const word of whole.match(/[\p{L}\p{N}]*\p{L}[\p{L}\p{N}]*/gu) ?? [])
    counts.set(word, (counts.get(word) ?? 0) + 1)
  return counts
}

async function readReferences(context: BenchContext, files: readonly string[], format: Format, python: string) {
  const script = join(context.root, 'benchmarks', 'ingest', 'reference.py')
  const input = JSON.stringify(files.map((path) => ({ path, format })))
  const command = 'printf %s "$2" | exec "$0" "$1"'
  const { code, stdout, stderr } = await runProgram(['sh', '-c', command, python, script, input], {
    cwd: context.root,
    signal: context.signal,
  })
  if (code !== 0) throw new Error(`reference.py exited with ${code}: ${stderr.slice(-1_000)}`)
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => referenceSchema.parse(JSON.parse(line)))
}

/** A large file and a tenth of it, each read in a process of its own. */
async function measureLarge(context: BenchContext): Promise<void> {
  const bytes = context.quick ? 200_000_000 : 2_000_000_000
  const [small, large] = [await readLarge(context, bytes / 10), await readLarge(context, bytes)]
  const ratio = Number((large.peakMib / small.peakMib).toFixed(2))
  const size = (value: number) => (value >= 1e9 ? `${value / 1e9} GB` : `${value / 1e6} MB`)
  context.row({
    name: `peak memory reading ${size(bytes)} of JSONL, ÷ ${size(bytes / 10)}`,
    value: ratio,
    unit: '×',
    bar: 'flat: ≤ 1.25',
    ok: ratio <= 1.25,
    note: `${large.peakMib.toFixed(0)} MiB and ${small.peakMib.toFixed(0)} MiB resident, SHA-256 included; ${large.records} records in ${large.seconds.toFixed(0)} s, one thread; lines of 1,000 bytes${context.quick ? '; the full run reads 2 GB' : ''}`,
  })
}

async function readLarge(context: BenchContext, bytes: number) {
  const file = join(context.root, '.toolchain', `ingest-${bytes}.jsonl`)
  context.progress(`writing ${bytes / 1e6} MB`)
  try {
    const handle = await open(file, 'w')
    const lines = Array.from({ length: 1_000 }, (_, at) => {
      const head = `{"question":"What does entry ${at} of the long list say?","answer":"`
      return `${head}${'words of the answer '.repeat(60).slice(0, 1_000 - head.length - 3)}"}\n`
    }).join('')
    for (let written = 0; written < bytes; written += lines.length) await handle.write(lines)
    await handle.close()
    context.progress(`reading ${bytes / 1e6} MB`)
    const script = join(context.root, 'benchmarks', 'ingest', 'parseLarge.ts')
    const result = await runProgram([process.execPath, '--disable-warning=ExperimentalWarning', script, file], {
      cwd: context.root,
      signal: context.signal,
    })
    if (result.code !== 0) throw new Error(`parseLarge.ts exited with ${result.code}: ${result.stderr.slice(-1_000)}`)
    return largeSchema.parse(JSON.parse(result.stdout))
  } finally {
    await rm(file, { force: true })
  }
}
