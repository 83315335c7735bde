import type { BenchContext } from '../lib/bench.ts'
import { runProgram } from '../lib/runProgram.ts'
import { conservationRow, demoIn, freshClone } from './freshClone.ts'

const minutes = (seconds: number) => Number((seconds / 60).toFixed(2))

/** Fresh clone, second run, --retrain, and the test command, in that clone, with empty package caches. */
export async function measureTimings(context: BenchContext, parts: { readonly test: boolean }): Promise<void> {
  const started = performance.now()
  const clone = await freshClone(context)
  const first = await demoIn(clone, context, [])
  const fresh = (performance.now() - started) / 1000
  context.row({
    name: 'fresh clone to finished demo',
    value: minutes(fresh),
    unit: 'min',
    bar: '≤ 15',
    ok: fresh <= 900,
    note: 'git clone, all downloads with empty npm and pip caches, 2 cores; one run',
  })
  reportAnswers(context, first.document.training.evaluation)
  const second = await demoIn(clone, context, [])
  context.row({
    name: 'second run, adapter reused',
    value: minutes(second.seconds),
    unit: 'min',
    bar: '≤ 2',
    ok: second.seconds <= 120 && second.document.training.reused,
    note: `adapter ${second.document.training.reused ? 'reused by its manifest hash' : 'NOT reused'}; one run`,
  })
  const retrained = await demoIn(clone, context, ['--retrain'])
  context.row({
    name: '--retrain',
    value: minutes(retrained.seconds),
    unit: 'min',
    bar: '≤ 6',
    ok: retrained.seconds <= 360 && !retrained.document.training.reused,
    note: `${retrained.document.training.reused ? 'did NOT train' : 'trained'}; one run`,
  })
  context.row(conservationRow('conservation, three demo epochs', [first.document, second.document, retrained.document]))
  if (!parts.test) return
  const test = await runProgram(['./openledger', 'test'], {
    cwd: clone.folder,
    env: clone.env,
    onProgress: context.progress,
    signal: context.signal,
  })
  const last = test.stdout.trimEnd().split('\n').at(-1) ?? ''
  context.row({
    name: './openledger test, set-up done',
    value: minutes(test.seconds),
    unit: 'min',
    bar: '≤ 5',
    ok: test.code === 0 && test.seconds <= 300,
    note: `last line: ${last}`,
  })
}

/** Exact match of base and adapter, greedy. */
function reportAnswers(
  context: BenchContext,
  groups: readonly {
    readonly group: string
    readonly asked: number
    readonly baseRight: number
    readonly adapterRight: number
  }[],
): void {
  const percent = (part: number, whole: number) => (whole === 0 ? 0 : Number(((100 * part) / whole).toFixed(1)))
  const training = groups.filter((group) => group.group === 'training wording')
  const heldOut = groups.filter((group) => group.group.startsWith('held-out'))
  const sum = (key: 'asked' | 'baseRight' | 'adapterRight', of: typeof groups) =>
    of.reduce((total, group) => total + group[key], 0)
  const base = percent(sum('baseRight', groups), sum('asked', groups))
  const trained = percent(sum('adapterRight', training), sum('asked', training))
  const mean =
    heldOut.length === 0
      ? 0
      : Number(
          (
            heldOut.reduce((total, group) => total + percent(group.adapterRight, group.asked), 0) / heldOut.length
          ).toFixed(1),
        )
  const unit = '% exact match'
  context.row({
    name: 'trained facts, base model',
    value: base,
    unit,
    bar: '≤ 5',
    ok: base <= 5,
    note: 'greedy, normalised, all wordings',
  })
  context.row({
    name: 'trained facts, adapter, training wording',
    value: trained,
    unit,
    bar: '≥ 95',
    ok: trained >= 95,
    note: `${sum('asked', training)} facts`,
  })
  context.row({
    name: 'trained facts, adapter, held-out wordings',
    value: mean,
    unit,
    bar: '≥ 75',
    ok: heldOut.length >= 4 && mean >= 75,
    note: `mean over ${heldOut.length} wordings: ${heldOut.map((group) => `${percent(group.adapterRight, group.asked)}%`).join(', ')}`,
  })
}
