import process from 'node:process'
import { defaultCheckSettings } from '@openledger/core/api/checks.ts'
import { recordId } from '@openledger/core/ids/recordId.ts'
import { askedOfAll } from '@openledger/data/checks/asked.ts'
import { processJudge } from '@openledger/data/checks/createContentJudge.ts'
import { gravest } from '@openledger/data/checks/gravest.ts'
import { qualityOf } from '@openledger/data/checks/qualityOf.ts'
import type { ContentJudgement } from '@openledger/data/checks/threadTask.ts'
import { parseRecordsJsonl } from '@openledger/data/parse/parseRecordsJsonl.ts'
import type { RecordContent } from '@openledger/data/record/recordContent.ts'
import { createOrderChecker } from '../../apps/gateway/src/contributions/createOrderChecker.ts'
import { readRecords } from './makeRecords.ts'

/**
 * One measurement in a process of its own, so that its peak memory is its own: a file of records is parsed, and each is
 * checked by itself and against all before it, as the gateway does it. Argument: the file.
 */
const [file = ''] = process.argv.slice(2)
const asked = { ...askedOfAll, settings: { ...defaultCheckSettings, languages: ['en'] } }
const checker = createOrderChecker()
const verdicts: Record<string, number> = { accept: 0, mark: 0, refuse: 0 }
const codes: Record<string, number> = {}
let qualities = 0
let records = 0
const started = performance.now()

/** Contents judged at once, in the judge's thread, while this one compares those before. */
const BATCH = 500
type Batch = { readonly contents: readonly RecordContent[]; readonly judging: Promise<readonly ContentJudgement[]> }
let batch: RecordContent[] = []
let ahead: Batch | undefined
for await (const line of parseRecordsJsonl(readRecords(file))) {
  if (!line.ok) throw new Error(line.finding.reason)
  batch.push(line.value)
  if (batch.length === BATCH) await turn()
}
await turn()
await turn()
await processJudge.close()

/** Hands the batch to the judge, and compares the one before. */
async function turn(): Promise<void> {
  const before = ahead
  const judging = processJudge.judge(batch.map((content) => ({ content, asked })))
  ahead = { contents: batch, judging }
  batch = []
  if (before === undefined) return
  const compared = before.contents.map((content) => {
    const commitment = `0x${records.toString(16).padStart(64, '0')}` as const
    const contributor = `0x${(records % 7).toString(16).padStart(40, '0')}`
    const order = BigInt(records)
    records += 1
    return checker.add({ commitment, recordId: recordId(content), contributor, content, order, print: order }).findings
  })
  for (const [at, { findings, form }] of (await before.judging).entries()) {
    const [content, more] = [before.contents[at], compared[at]]
    if (content === undefined || more === undefined) throw new Error('a judgement too many')
    const all = [...findings, ...more]
    qualities += qualityOf(form, all).score
    const verdict = gravest(all)
    verdicts[verdict] = (verdicts[verdict] ?? 0) + 1
    for (const { code } of all) codes[code] = (codes[code] ?? 0) + 1
  }
  if (records % 10_000 === 0)
    process.stderr.write(`${records} records, ${Math.round(performance.now() - started)} ms\n`)
}

const seconds = (performance.now() - started) / 1000
const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage()
const cpuSeconds = (userCPUTime + systemCPUTime) / 1e6
process.stdout.write(
  JSON.stringify({
    records,
    seconds,
    cpuSeconds,
    peakBytes: maxRSS * 1024,
    verdicts,
    codes,
    quality: qualities / records,
  }),
)
