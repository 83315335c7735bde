import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import type { Bench, BenchContext } from '../lib/bench.ts'
import { pythonTools } from '../lib/pythonTools.ts'
import { runProgram } from '../lib/runProgram.ts'
import { seededRandom } from '../lib/seededRandom.ts'
import { type Corpus, makeCorpus, SEPARATOR } from './corpus.ts'
import { type Measured, measuredSchema, peersSchema } from './measured.ts'

const QUERIES = 10_000
/** Longest query, tokens. */
const LENGTH_MAX = 12
const ROUNDS = 3
const oursScript = fileURLToPath(new URL('./measureSpans.ts', import.meta.url))
const peersScript = fileURLToPath(new URL('./peers.py', import.meta.url))
const rounded = (value: number, digits = 2) => Number(value.toFixed(digits))
const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN

/** Looking up what a text shares with a corpus, against infini-gram and libdivsufsort. */
export const bench: Bench = {
  name: 'spans',
  summary: 'verbatim spans over 50 MB: index and queries against infini-gram and pydivsufsort, equal counts',
  parts: [],
  run: async (context) => {
    const python = (await pythonTools(context, 'spans', 'infini-gram and pydivsufsort'))('python')
    const corpus = await makeCorpus(context, context.quick ? 2 * 2 ** 20 : 50 * 2 ** 20)
    const folder = await mkdtemp(join(tmpdir(), 'openledger-bench-spans-'))
    try {
      const queries = join(folder, 'queries.json')
      await writeFile(queries, JSON.stringify(drawQueries(corpus)))
      await compare(context, { corpus, folder, queries, python })
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  },
}

/** Half of them sequences of the corpus, half such with their last token changed for another of the corpus. */
function drawQueries({ file }: Corpus): number[][] {
  const bytes = readFileSync(file)
  const tokens = new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2)
  const random = seededRandom(20_261_129)
  const below = (limit: number) => Math.floor(random() * limit)
  const queries: number[][] = []
  while (queries.length < QUERIES) {
    const start = below(tokens.length - LENGTH_MAX)
    const query = [...tokens.subarray(start, start + 1 + below(LENGTH_MAX))]
    const other = tokens[below(tokens.length)] ?? 0
    if (queries.length % 2 === 1) query[query.length - 1] = other
    if (!query.includes(SEPARATOR)) queries.push(query)
  }
  return queries
}

async function compare(
  context: BenchContext,
  given: { readonly corpus: Corpus; readonly folder: string; readonly queries: string; readonly python: string },
): Promise<void> {
  const { corpus, folder, queries, python } = given
  const size = `${rounded(corpus.bytes / 1e6, 1)} MB, ${corpus.documents.toLocaleString('en')} documents, ${corpus.tokens.toLocaleString('en')} tokens`
  const ours = (shardTokens: number, threads: number) =>
    measure(context, [corpus.file, join(folder, 'ours'), corpus.vocabulary, shardTokens, threads, queries])
  const half = Math.ceil((corpus.tokens + corpus.documents) / 2) + 2 ** 18
  const rounds: { readonly ours: Measured; readonly peers: ReturnType<typeof peersSchema.parse> }[] = []
  for (let round = 1; round <= ROUNDS; round++) {
    context.progress(`round ${round} of ${ROUNDS}: the peers`)
    const command = [python, peersScript, corpus.file, join(folder, 'peers'), String(corpus.vocabulary), queries]
    const peers = await runProgram(command as [string, ...string[]], { cwd: context.root, signal: context.signal })
    if (peers.code !== 0) throw new Error(`peers.py exited with ${peers.code}: ${peers.stderr.slice(-2_000)}`)
    context.progress(`round ${round} of ${ROUNDS}: ours`)
    rounds.push({ peers: peersSchema.parse(JSON.parse(peers.stdout)), ours: await ours(half, 2) })
  }
  const ratio = (of: (round: (typeof rounds)[number]) => number) => rounded(median(rounds.map(of)), 3)
  const seconds = (of: (round: (typeof rounds)[number]) => number) => `${rounded(median(rounds.map(of)))} s`
  const paired = `${size}; median of ${ROUNDS} paired rounds`

  const differing = rounds.map(
    (round) => round.ours.counts.filter((count, place) => count !== round.peers.infinigram.counts[place]).length,
  )
  const present = rounds[0]?.ours.counts.filter((count) => count > 0).length ?? 0
  context.row({
    name: 'counts that differ from infini-gram',
    value: Math.max(...differing),
    unit: `of ${QUERIES}`,
    bar: '0',
    ok: Math.max(...differing) === 0 && rounds.every((round) => round.peers.infinigram.counts.length === QUERIES),
    note: `${size}; sequences of 1 to ${LENGTH_MAX} tokens, ${present} of which occur`,
  })
  const queryRatio = ratio((round) => median(round.ours.querySeconds) / median(round.peers.infinigram.querySeconds))
  context.row({
    name: '10,000 warm queries, ÷ infini-gram',
    value: queryRatio,
    unit: '×',
    bar: '≤ 0.5',
    ok: queryRatio <= 0.5,
    note: `${paired}; ours ${seconds((round) => median(round.ours.querySeconds))}, infini-gram ${seconds((round) => median(round.peers.infinigram.querySeconds))} (its index in memory)`,
  })
  const buildRatio = ratio((round) => round.ours.buildSeconds / round.peers.infinigram.buildSeconds)
  context.row({
    name: 'building the index, ÷ infini-gram',
    value: buildRatio,
    unit: '×',
    bar: '≤ 1',
    ok: buildRatio <= 1,
    note: `${paired}; ours ${seconds((round) => round.ours.buildSeconds)} from documents to files with their hashes, ${rounds[0]?.ours.shards} shards sorted side by side; infini-gram ${seconds((round) => round.peers.infinigram.buildSeconds)} with 2 processes, from its tokenized file on`,
  })
  const sortRatio = ratio((round) => round.ours.buildSeconds / round.peers.divsufsortSeconds)
  context.row({
    name: 'building the index, ÷ pydivsufsort',
    value: sortRatio,
    unit: '×',
    bar: '≤ 1',
    ok: sortRatio <= 1,
    note: `${paired}; pydivsufsort ${seconds((round) => round.peers.divsufsortSeconds)}: one suffix array in memory, one thread, no files`,
  })
  context.row({
    name: 'the spans of one text of 64 tokens, ranked',
    value: ratio((round) => round.ours.spansMs),
    unit: 'ms',
    bar: null,
    ok: null,
    note: `${size}; texts patched together from ten and more places of the corpus`,
  })

  context.progress('one shard, and many small ones')
  const [one, small] = [await ours(2 ** 30, 1), await ours(2 ** 20, 1)]
  const equal = [one, small].every(({ counts }) =>
    counts.every((count, place) => count === rounds[0]?.ours.counts[place]),
  )
  context.row({
    name: 'the same counts from one shard and from many',
    value: equal ? 'equal' : 'different',
    unit: '',
    bar: 'equal',
    ok: equal,
    note: `1, ${rounds[0]?.ours.shards} and ${small.shards} shards`,
  })
  context.row({
    name: 'peak resident memory while building, shards of 2^20 tokens',
    value: rounded(small.peakMib, 0),
    unit: 'MiB',
    bar: null,
    ok: null,
    note: `${size}; the corpus file (${rounded(corpus.tokens * 2e-6, 0)} MB) is in it; in one shard ${rounded(one.peakMib, 0)} MiB; built in ${rounded(small.buildSeconds)} s and ${rounded(one.buildSeconds)} s with one thread`,
  })
}

async function measure(context: BenchContext, args: readonly (string | number)[]): Promise<Measured> {
  const command = [process.execPath, oursScript, ...args.map(String)] as [string, ...string[]]
  const result = await runProgram(command, { cwd: context.root, signal: context.signal })
  if (result.code !== 0) throw new Error(`measureSpans.ts exited with ${result.code}: ${result.stderr.slice(-2_000)}`)
  return measuredSchema.parse(JSON.parse(result.stdout))
}
