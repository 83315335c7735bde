import { cp, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BenchContext } from '../lib/bench.ts'
import { runProgram } from '../lib/runProgram.ts'
import { type Clone, conservationRow, demoIn, freshClone } from './freshClone.ts'

const minutes = (seconds: number) => Number((seconds / 60).toFixed(2))

/**
 * Fresh clone to finished demo, with empty package caches; then, in that clone, the test command and the runs that keep
 * the state. Without `fresh` the runs that keep the state start from a copy of `context.home`, in this checkout.
 */
export async function measureTimings(
  context: BenchContext,
  parts: { readonly fresh: boolean; readonly again: boolean; readonly test: boolean },
): Promise<void> {
  const clone = parts.fresh ? await measureFreshClone(context) : await copyOfHome(context)
  if (parts.again) await measureAgain(clone, context)
  if (parts.test) await measureTest(clone, context)
}

async function copyOfHome(context: BenchContext): Promise<Clone> {
  if (context.home === undefined)
    throw new Error('without the part fresh, --home must name the state of a finished demo')
  const home = join(await mkdtemp(join(tmpdir(), 'openledger-bench-again-')), 'home')
  await cp(context.home, home, { recursive: true })
  return { folder: context.root, env: { OPENLEDGER_HOME: home } }
}

async function measureFreshClone(context: BenchContext): Promise<Clone> {
  const started = performance.now()
  const clone = await freshClone(context)
  const { document } = await demoIn(clone, context, [])
  const seconds = (performance.now() - started) / 1000
  context.row({
    name: 'fresh clone to finished demo',
    value: minutes(seconds),
    unit: 'min',
    bar: '≤ 15',
    ok: seconds <= 900,
    note: 'git clone, all downloads with empty npm and pip caches, 2 cores; one run',
  })
  reportAnswers(context, document.training.evaluation)
  context.row(conservationRow('conservation, first epoch', [document]))
  return clone
}

async function measureAgain(clone: Clone, context: BenchContext): Promise<void> {
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
  context.row(conservationRow('conservation, epochs that follow', [second.document, retrained.document]))
}

async function measureTest(clone: Clone, context: BenchContext): Promise<void> {
  const options = { cwd: clone.folder, env: clone.env, onProgress: context.progress, signal: context.signal }
  const setUp = await runProgram(['./openledger', 'setup', '--tests'], options)
  if (setUp.code !== 0) throw new Error(`set-up exited with ${setUp.code}`)
  const test = await runProgram(['./openledger', 'test'], options)
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
