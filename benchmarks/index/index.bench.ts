import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Bench, BenchContext } from '../lib/bench.ts'
import {
  type Asked,
  askedSchema,
  exactSchema,
  type Fidelity,
  fidelitySchema,
  type Made,
  madeSchema,
} from './measured.ts'
import { python } from './python.ts'
import { realGradients } from './realGradients.ts'
import { weightAgreement } from './weightAgreement.ts'

const parts = ['whole', 'scale'] as const
const DIMENSIONS = 2048
const QUESTIONS = 1_000
const rounded = (value: number, digits = 3) => Number(value.toFixed(digits))
const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN
const script = (name: string) => fileURLToPath(new URL(`./${name}`, import.meta.url))

/** The attribution index in shards: what it keeps of whole gradients, and how it serves a million records. */
export const bench: Bench = {
  name: 'index',
  summary: 'the attribution index in shards: against whole gradients, and 1,000,000 records: time, memory, agreement',
  parts: [...parts],
  run: async (context) => {
    const wanted = (part: (typeof parts)[number]) => context.only.length === 0 || context.only.includes(part)
    const real = await realGradients(context)
    if (wanted('whole')) await measureWhole(context, real)
    if (wanted('scale')) await measureScale(context, real)
  },
}

/** Against the rows of p parameters that small indexes have. */
async function measureWhole(context: BenchContext, real: string): Promise<void> {
  const dimensions = context.quick ? [DIMENSIONS] : [512, 1024, DIMENSIONS, 4096]
  const printed = await python(context, [script('fidelity.py'), real, ...dimensions])
  const lines = printed
    .trim()
    .split('\n')
    .map((line) => fidelitySchema.parse(JSON.parse(line)))
  lines.forEach((line, place) => {
    reportWhole(context, line, place)
  })
}

function reportWhole(context: BenchContext, line: Fidelity, place: number): void {
  const of = `${line.dimensions} dimensions, ${place % 2 === 0 ? 'trained records alone' : 'with untrained ones beside them'}`
  context.row({
    name: `agreement of payout weights with whole gradients, ${of}`,
    value: rounded(line.agreement, 4),
    unit: '1 − L1/2',
    bar: null,
    ok: null,
    note: `${line.records} records, ${line.questions} questions; ${line.sourced} about trained facts: source first for ${line.sourceProjected}, with whole gradients ${line.sourceWhole}; its mean weight ${rounded(line.paidSourcesProjected)}, ${rounded(line.paidSourcesWhole)}; pays for ${line.paysProjected}, ${line.paysWhole} of all; scores correlate by ${rounded(line.correlation, 4)}, thresholds ${line.thresholdProjected} and ${line.thresholdWhole} × 10^-6`,
  })
}

async function measureScale(context: BenchContext, real: string): Promise<void> {
  const records = context.quick ? 20_000 : 1_000_000
  const folder = await mkdtemp(join(tmpdir(), 'openledger-bench-index-'))
  const mode = async (name: string, ...rest: readonly (string | number)[]): Promise<unknown> =>
    JSON.parse(await python(context, [script('index_at_scale.py'), name, ...rest]))
  try {
    const made = madeSchema.parse(await mode('make', real, folder, records, DIMENSIONS, QUESTIONS))
    const exact = exactSchema.parse(await mode('exact', folder))
    const asked = askedSchema.parse(await mode('ask', folder))
    reportScale(context, { records, made, exact, asked })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function reportScale(
  context: BenchContext,
  measured: {
    readonly records: number
    readonly made: Made
    readonly exact: ReturnType<typeof exactSchema.parse>
    readonly asked: Asked
  },
): void {
  const { records, made, exact, asked } = measured
  const size = `${records.toLocaleString('en')} records, ${DIMENSIONS} dimensions, ${made.shards} shards`
  const law = `rows made of ${made.realRows} real gradients: families of 16, cosine to the nearest other row .05/.5/.95 ${made.nearestMade.join('/')} (real ${made.nearestReal.join('/')}), ${rounded(100 * made.noise, 0)}% noise in all directions, else the real rows' spectrum`
  const agreements = asked.passing.map((passing, place) =>
    weightAgreement(passing, exact.passing[place] ?? [], exact.thresholdMicro),
  )
  const agreement = agreements.reduce((sum, one) => sum + one, 0) / agreements.length
  const paying = exact.passing.filter((passing) => passing.length > 0).length
  const milliseconds = 1000 * median(asked.secondsPerQuery)
  const gigabytes = (asked.peakMib * 2 ** 20) / 1e9
  context.row({
    name: 'a query, batches of 32',
    value: rounded(milliseconds, 1),
    unit: 'ms',
    bar: '≤ 150',
    ok: milliseconds <= 150,
    note: `${size}; 2 threads, median of ${asked.secondsPerQuery.length} batches, projection of a gradient of 1,013,760 parameters included, backward pass not; ${rounded(1000 * median(asked.processorSecondsPerQuery), 1)} ms of processor time; median ${median(asked.coarse)} records are left for exact scores`,
  })
  context.row({
    name: 'peak resident memory of the process that asks',
    value: rounded(gigabytes, 2),
    unit: 'GB',
    bar: '≤ 4',
    ok: gigabytes <= 4,
    note: `${size}; mapped pages counted; ${rounded((asked.peakMibBefore * 2 ** 20) / 1e9, 2)} GB of it before the index is opened`,
  })
  context.row({
    name: 'agreement of payout weights with an exact scan of the same index',
    value: rounded(agreement, 6),
    unit: '1 − L1/2',
    bar: '≥ 0.99',
    ok: agreement >= 0.99 && agreements.length === QUESTIONS,
    note: `${size}; mean of ${agreements.length} questions, the least ${rounded(Math.min(...agreements), 6)}; ${paying} of them pay a record; weights by the payout rule itself; the exact scan: every row in float64, a solver of its own; ${law}`,
  })
  context.row({
    name: 'real facts whose own record scores highest among all',
    value: exact.foundReal,
    unit: `of ${exact.taughtReal}`,
    bar: null,
    ok: null,
    note: `${size}; held-out wordings of the facts that the adapter was trained on`,
  })
  context.row({
    name: 'opening: every byte hashed, system solved',
    value: rounded(asked.openSeconds + asked.solveSeconds, 2),
    unit: 's',
    bar: null,
    ok: null,
    note: `${size}; hashes ${rounded(asked.openSeconds, 2)} s with 2 threads, files in memory as a rule; once for a job of many calls`,
  })
  context.row({
    name: 'building, gradients aside',
    value: rounded(made.buildSeconds, 1),
    unit: 's',
    bar: null,
    ok: null,
    note: `${size}; shards, moment and hashes, ${rounded(made.bytes / 1e9, 2)} GB on the disk; 10,000 more records ${rounded(made.appendSeconds, 1)} s`,
  })
}
