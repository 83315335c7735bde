import process from 'node:process'
import { defaultCheckSettings } from '@openledger/core/api/checks.ts'
import { recordId } from '@openledger/core/ids/recordId.ts'
import { qualityOf } from '@openledger/data/checks/qualityOf.ts'
import { askedOfAll, checkContent, gravest } from '@openledger/data/checks/runChecks.ts'
import { parseRecordsJsonl } from '@openledger/data/parse/parseRecordsJsonl.ts'
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
for await (const line of parseRecordsJsonl(readRecords(file))) {
  if (!line.ok) throw new Error(line.finding.reason)
  const content = line.value
  const id = recordId(content)
  const commitment = `0x${records.toString(16).padStart(64, '0')}` as const
  const contributor = `0x${(records % 7).toString(16).padStart(40, '0')}`
  const own = checkContent(content, asked)
  const order = BigInt(records)
  const { findings } = checker.add({ commitment, recordId: id, contributor, content, order, print: order })
  const all = [...own, ...findings]
  qualities += qualityOf(content, all).score
  const verdict = gravest(all)
  verdicts[verdict] = (verdicts[verdict] ?? 0) + 1
  for (const { code } of all) codes[code] = (codes[code] ?? 0) + 1
  records += 1
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
