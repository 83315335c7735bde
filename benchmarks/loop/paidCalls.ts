import { cp, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BenchContext } from '../lib/bench.ts'
import { type Clone, conservationRow, demoIn } from './freshClone.ts'

/** At least 200 paid calls about trained facts, half in held-out wordings: who was paid. */
export async function measurePaidCalls(context: BenchContext): Promise<void> {
  const home = join(await mkdtemp(join(tmpdir(), 'openledger-bench-calls-')), 'home')
  if (context.home !== undefined) await cp(context.home, home, { recursive: true })
  const clone: Clone = { folder: context.root, env: { OPENLEDGER_HOME: home } }
  const count = context.quick ? 40 : 200
  const { document } = await demoIn(clone, context, ['--calls', String(count)])
  const about = document.calls.filter((call) => call.topIsSource !== null && call.kind !== 'retrieval')
  const right = about.filter((call) => call.right === true)
  const top = right.filter((call) => call.topIsSource === true)
  const percent = right.length === 0 ? 0 : Number(((100 * top.length) / right.length).toFixed(1))
  context.row({
    name: 'paid calls answered rightly whose top-paid record is the true source',
    value: percent,
    unit: '%',
    bar: '≥ 90',
    ok: about.length >= 200 && percent >= 90,
    note: `${top.length} of ${right.length} right answers, ${about.length} calls about trained facts, ${about.filter((call) => call.kind === 'held-out wording').length} of them in held-out wordings`,
  })
  const fees = document.calls.reduce((sum, call) => sum + BigInt(call.fee), 0n)
  const earnedBy = (name: string, calls: typeof document.calls) =>
    calls
      .flatMap((call) => call.records)
      .filter((record) => record.contributor === name)
      .reduce((sum, record) => sum + BigInt(record.amount), 0n)
  const noise = earnedBy('noise', document.calls)
  const noisePercent = fees === 0n ? 0 : Number((noise * 10_000_000n) / fees) / 100_000
  context.row({
    name: 'noise contributor, share of all fees',
    value: noisePercent,
    unit: '%',
    bar: '≤ 1',
    ok: noisePercent <= 1,
    note: 'noise records that were trained on included',
  })
  const onTop = earnedBy(
    'noise',
    document.calls.filter((call) => call.topIsSource === true),
  )
  context.row({
    name: 'noise contributor, where the true source is top',
    value: onTop.toString(),
    unit: 'wei',
    bar: 'exactly 0',
    ok: onTop === 0n,
    note: `over ${document.calls.filter((call) => call.topIsSource === true).length} calls`,
  })
  const copier = earnedBy('copier', document.calls)
  const copies = document.contributors.find((contributor) => contributor.name === 'copier')
  context.row({
    name: 'copier, beyond the first registered',
    value: copier.toString(),
    unit: 'wei',
    bar: 'exactly 0',
    ok: copier === 0n && (copies?.refused ?? 0) > 0,
    note: `${copies?.refused ?? 0} copies refused, ${copies?.accepted ?? 0} taken`,
  })
  context.row(conservationRow('conservation, epoch of the paid calls', [document]))
}
