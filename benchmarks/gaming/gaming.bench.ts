import { clusterNearDuplicates } from '@openledger/attribution/nearDuplicates/clusterNearDuplicates.ts'
import type { Bench, BenchContext } from '../lib/bench.ts'
import { attacks } from './attacks.ts'
import { calibrateParaphrases, inOrder } from './calibrateParaphrases.ts'
import { type HonestRecord, honestRecords } from './corpus.ts'
import { runAttack } from './runAttack.ts'
import { reportSelfDealing } from './selfDealing.ts'

const parts = ['calibration', 'merges', 'attacks', 'selfdealing'] as const
const SEEDS = [1, 2, 3, 4, 5]

/** What an attacker who owns a tenth of the records can gain. Seconds: nothing is trained or answered. */
export const bench: Bench = {
  name: 'gaming',
  summary: 'income after an attack over income before it, honest records falsely merged, self-dealing',
  parts,
  run: async (context) => {
    const wanted = (part: (typeof parts)[number]) => context.only.length === 0 || context.only.includes(part)
    const honest = await honestRecords(context.root)
    if (wanted('calibration')) await calibrateParaphrases(context)
    if (wanted('merges')) reportMerges(context, honest)
    if (wanted('attacks')) reportAttacks(context, honest)
    if (wanted('selfdealing')) await reportSelfDealing(context)
  },
}

function reportMerges(context: BenchContext, honest: readonly HonestRecord[]): void {
  const mergedIn = (records: readonly HonestRecord[]) => {
    const units = clusterNearDuplicates(records.map(({ content }, at) => ({ id: String(at), content })))
    return [...units].flatMap(([id, unit]) => (id === unit ? [] : [records[Number(id)]?.content.kind]))
  }
  const merged = [honest, ...SEEDS.map((seed) => inOrder(honest, seed))].map(mergedIn)
  const all = merged.flat()
  const percent = Number(((100 * all.length) / (honest.length * merged.length)).toFixed(3))
  context.row({
    name: 'honest records falsely merged',
    value: percent,
    unit: '%',
    bar: '≤ 1',
    ok: percent <= 1,
    note: `${all.length} of ${honest.length * merged.length}: 60 documents about licences, of which several quote the same paragraph or are siblings, and 270 medical codes, registered in the order of the files (${merged[0]?.length} merged) and in ${SEEDS.length} drawn ones; ${all.filter((kind) => kind === 'document').length} are documents, ${(all.filter((kind) => kind === 'document').length / (0.6 * merged.length)).toFixed(2)}% of these`,
  })
}

/** What of an attack the figures leave out, said with each of them. */
const unmeasured = 'nothing trained or answered again: drawn scores, weights of core'

function reportAttacks(context: BenchContext, honest: readonly HonestRecord[]): void {
  const ratios: number[] = []
  for (const attack of attacks) {
    const seeds = context.quick ? SEEDS.slice(0, 1) : SEEDS
    const { made, apart, ratio } = runAttack(honest, attack, seeds)
    ratios.push(ratio)
    const value = Number(ratio.toFixed(4))
    context.row({
      name: `income after ÷ before, ${attack.name}`,
      value,
      unit: '',
      bar: '≤ 1.05',
      ok: ratio <= 1.05,
      note: `${made} records registered after all others, ${apart} of them not found to be copies; greatest of ${seeds.length} draws; ${unmeasured}`,
    })
  }
  const greatest = Math.max(...ratios)
  context.row({
    name: 'income after ÷ before, greatest of these attacks',
    value: Number(greatest.toFixed(4)),
    unit: '',
    bar: '≤ 1.05',
    ok: greatest <= 1.05,
    note: `front-running gains nothing more: who comes first is decided by the order of commitments on chain, made before any content is shown; ${unmeasured}`,
  })
  for (const name of ['label noise', 'injection in documents'])
    context.row({
      name: `income after ÷ before, ${name}`,
      value: 'not measured',
      unit: '',
      bar: '≤ 1.05',
      ok: null,
      note: 'needs models trained, or answers given, with and without the attack',
    })
}
