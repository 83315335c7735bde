import { clusterNearDuplicates } from '@openledger/attribution/nearDuplicates/clusterNearDuplicates.ts'
import { DEFAULT_SPLIT, splitFee } from '@openledger/core/payout/splitFee.ts'
import type { Bench, BenchContext } from '../lib/bench.ts'
import { attacks } from './attacks.ts'
import { type HonestRecord, honestRecords } from './corpus.ts'
import { runAttack } from './runAttack.ts'

const parts = ['merges', 'attacks', 'selfdealing'] as const
const SEEDS = [1, 2, 3, 4, 5]

/** What an attacker who owns a tenth of the records can gain. Seconds: nothing is trained or answered. */
export const bench: Bench = {
  name: 'gaming',
  summary: 'income after an attack over income before it, honest records falsely merged, self-dealing',
  parts,
  run: async (context) => {
    const wanted = (part: (typeof parts)[number]) => context.only.length === 0 || context.only.includes(part)
    const honest = await honestRecords(context.root)
    if (wanted('merges')) reportMerges(context, honest)
    if (wanted('attacks')) reportAttacks(context, honest)
    if (wanted('selfdealing')) reportSelfDealing(context)
  },
}

function reportMerges(context: BenchContext, honest: readonly HonestRecord[]): void {
  const units = clusterNearDuplicates(honest.map(({ content }, at) => ({ id: String(at), content })))
  const merged = [...units].filter(([id, unit]) => id !== unit)
  const percent = Number(((100 * merged.length) / honest.length).toFixed(3))
  context.row({
    name: 'honest records falsely merged',
    value: percent,
    unit: '%',
    bar: '≤ 1',
    ok: percent <= 1,
    note: `${merged.length} of ${honest.length}: 60 documents about licences, of which several quote the same paragraph or are siblings, and 270 medical codes`,
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

/** One party in all roles: it pays the fee and gets everything back that is not burned. */
function reportSelfDealing(context: BenchContext): void {
  const fees = [...Array.from({ length: 1_000 }, (_, at) => BigInt(at + 1)), ...powers()]
  const lost = (fee: bigint) => splitFee(fee, DEFAULT_SPLIT).burn
  const free = fees.filter((fee) => lost(fee) === 0n)
  const part = Math.min(
    ...fees.filter((fee) => fee >= 10n ** 6n).map((fee) => Number((lost(fee) * 10n ** 9n) / fee) / 1e7),
  )
  context.row({
    name: 'self-dealing: lost of a fee, the least',
    value: part,
    unit: '%',
    bar: 'loses at every volume',
    ok: free.length === 0,
    note: `fees of 10^6 to 10^27 wei; the burned part of a fee of less than ${Number((free.at(-1) ?? 0n) + 1n)} wei rounds to 0, so calls that small cost gas alone; one party as payer, operator, developer, staker, Datanet and contributor`,
  })
}

function powers(): bigint[] {
  return Array.from({ length: 25 }, (_, at) => 10n ** BigInt(at + 3)).flatMap((power) => [
    power - 1n,
    power,
    power * 3n + 7n,
  ])
}
