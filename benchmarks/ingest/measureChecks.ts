import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import type { BenchContext } from '../lib/bench.ts'
import { runProgram } from '../lib/runProgram.ts'
import { makeRecords } from './makeRecords.ts'

const measuredSchema = z.object({
  records: z.number(),
  seconds: z.number(),
  cpuSeconds: z.number(),
  peakBytes: z.number(),
  verdicts: z.record(z.string(), z.number()),
  codes: z.record(z.string(), z.number()),
  quality: z.number(),
})

/** Parses and checks 100,000 records in a process of its own, as the gateway does it: time, and peak memory. */
export async function measureChecks(context: BenchContext): Promise<void> {
  const count = context.quick ? 20_000 : 100_000
  context.progress(`${count} records are made`)
  const file = await makeRecords(context.root, count)
  const program = fileURLToPath(new URL('./runChecks.ts', import.meta.url))
  const { code, stdout, stderr } = await runProgram(
    [process.execPath, '--disable-warning=ExperimentalWarning', program, file],
    { cwd: context.root, onProgress: context.progress, signal: context.signal },
  )
  if (code !== 0) throw new Error(`The checks ended with ${code}: ${stderr.slice(-2_000)}`)
  const measured = measuredSchema.parse(JSON.parse(stdout))
  const { records, seconds, cpuSeconds, peakBytes, verdicts, codes } = measured
  const rate = Math.round(records / seconds)
  const found = Object.entries(codes)
    .toSorted()
    .map(([name, times]) => `${name} ${times}`)
    .join(', ')
  const shorter = context.quick ? '; quick: a fifth of the records' : ''
  context.row({
    name: `checks: ${records} records of at most 512 characters`,
    value: rate,
    unit: 'records/s',
    bar: '≥ 1500',
    ok: rate >= 1_500,
    note: `parsed, hashed, checked by themselves and against all before, scored; contents in one thread, comparisons in another; nothing stored; ${cpuSeconds.toFixed(1)} s of processor time in ${seconds.toFixed(1)} s; ${verdicts['accept'] ?? 0} accepted, ${verdicts['mark'] ?? 0} marked, ${verdicts['refuse'] ?? 0} refused (${found})${shorter}`,
  })
  const gigabytes = Number((peakBytes / 1e9).toFixed(3))
  context.row({
    name: 'checks: peak memory of the process',
    value: gigabytes,
    unit: 'GB',
    bar: '≤ 1',
    ok: gigabytes <= 1,
    note: `resident, with runtime and language data${shorter}`,
  })
}
