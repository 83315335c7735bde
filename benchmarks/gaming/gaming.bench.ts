import { join } from 'node:path'
import { clusterNearDuplicates } from '@openledger/attribution/nearDuplicates/clusterNearDuplicates.ts'
import { silentLogger } from '@openledger/engine/logger.ts'
import { startEngineProcess } from '@openledger/engine/process/startEngineProcess.ts'
import type { Bench, BenchContext } from '../lib/bench.ts'
import { openKeptScores } from '../rag/keptScores.ts'
import { attacks } from './attacks.ts'
import { calibrateParaphrases, inOrder } from './calibrateParaphrases.ts'
import { type HonestRecord, honestRecords } from './corpus.ts'
import { reportInjection } from './injection.ts'
import { runAttack } from './runAttack.ts'
import { reportSelfDealing } from './selfDealing.ts'

const parts = ['calibration', 'merges', 'attacks', 'selfdealing', 'injection'] as const
const SEEDS = [1, 2, 3, 4, 5]

/**
 * What an attacker who owns a tenth of the records can gain. Seconds, but for `injection`: some five minutes of one core
 * with an engine, less where what it said before is kept.
 */
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
    if (wanted('injection')) await measureInjection(context)
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
  const combined: number[] = []
  for (const attack of attacks) {
    const seeds = context.quick ? SEEDS.slice(0, 1) : SEEDS
    const { made, apart, ratio } = runAttack(honest, attack, seeds)
    ;(attack.isCombined === true ? combined : ratios).push(ratio)
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
  const all = Math.max(greatest, ...combined)
  context.row({
    name: 'income after ÷ before, greatest of all, combined attacks too',
    value: Number(all.toFixed(4)),
    unit: '',
    bar: '≤ 1.05',
    ok: all <= 1.05,
    note: `by an attacker who knows how paraphrases are found; ${unmeasured}`,
  })
  context.row({
    name: 'income after ÷ before, greatest of these attacks',
    value: Number(greatest.toFixed(4)),
    unit: '',
    bar: '≤ 1.05',
    ok: greatest <= 1.05,
    note: `each by itself; front-running gains nothing more: who comes first is decided by the order of commitments on chain, made before any content is shown; ${unmeasured}`,
  })
  context.row({
    name: 'income after ÷ before, label noise',
    value: 'not measured',
    unit: '',
    bar: '≤ 1.05',
    ok: null,
    note: 'needs models trained with and without the attack',
  })
}

async function measureInjection(context: BenchContext): Promise<void> {
  const models = join(context.root, '.models')
  const engine = await startEngineProcess({
    base: { id: 'base', path: join(models, 'smollm2-135m-instruct-q4_1.gguf') },
    embedder: { id: 'embedder', path: join(models, 'minilm-l6-v2.gguf') },
    threads: 1,
    sequences: 1,
    contextSize: 2048,
    gpu: 'off',
    logger: silentLogger,
  })
  try {
    const [base] = engine.capabilities().bases
    const kept = await openKeptScores(context.root, `${base?.sha256} llama.cpp, one thread`)
    await reportInjection(context, engine, kept)
  } finally {
    await engine.close()
  }
}
