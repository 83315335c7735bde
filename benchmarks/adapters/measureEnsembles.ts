import { llamaOptionsSchema } from '@openledger/engine/llamacpp/llamaOptions.ts'
import { type Lease, ModelHost } from '@openledger/engine/llamacpp/modelHost.ts'
import { silentLogger } from '@openledger/engine/logger.ts'
import { getLlama, LlamaLogLevel, type Token } from 'node-llama-cpp'
import type { BenchContext } from '../lib/bench.ts'
import { type EnsembleCase, logitsOfCase, withEnsembleCases } from './ensembleCases.ts'

/** Several adapters at once, as the engine computes with them, against PEFT's weighted sum, both in 32-bit floats. */
export async function measureEnsembles(context: BenchContext): Promise<void> {
  const llama = await getLlama({ build: 'never', gpu: false, maxThreads: 0, logLevel: LlamaLogLevel.error })
  try {
    await withEnsembleCases(context, async ({ cases, base }) => {
      const options = { contextSize: 512, sequences: 1, threads: 1, batchThreads: 2, attention: 'f32' }
      const model = llamaOptionsSchema.parse({ base: { id: 'base', path: base }, ...options })
      const exclusively = <T>(work: () => Promise<T>) => work()
      const host = await ModelHost.create(llama, model, { exclusively, logger: silentLogger })
      context.progress('ensembles: what the engine computes')
      for (const one of cases) reportCase(context, one, await greatestDifference(host, one))
      await host.close()
    })
  } finally {
    await llama.dispose()
  }
}

type Difference = { readonly greatest: number; readonly spread: number; readonly sameLikeliest: number }

async function greatestDifference(host: ModelHost, one: EnsembleCase): Promise<Difference> {
  const expected = await logitsOfCase(one)
  const vocabulary = expected.length / one.answer.length
  const lease = await host.lease(one.adapters)
  if (lease === undefined) throw new Error('the host was closed')
  let [greatest, spread, sameLikeliest] = [0, 0, 0]
  try {
    for (const [place, logits] of (await logitsOf(lease, one)).entries()) {
      const row = expected.subarray(place * vocabulary, (place + 1) * vocabulary)
      let [likeliest, low] = [0, Number.POSITIVE_INFINITY]
      for (const [token, value] of row.entries()) {
        if (value > (row[likeliest] ?? 0)) likeliest = token
        low = Math.min(low, value)
        greatest = Math.max(greatest, Math.abs(value - (logits.get(token as Token) ?? Number.NaN)))
      }
      spread = Math.max(spread, (row[likeliest] ?? 0) - low)
      const [ours] = [...logits].reduce((best, other) => (other[1] > best[1] ? other : best))
      if (ours === likeliest) sameLikeliest += 1
    }
  } finally {
    await lease.giveBack()
  }
  return { greatest, spread, sameLikeliest }
}

async function logitsOf({ slot }: Lease, { prompt, answer }: EnsembleCase): Promise<Map<Token, number>[]> {
  const { sequence } = slot
  await sequence.eraseContextTokenRanges([{ start: 0, end: sequence.nextTokenIndex }])
  await sequence.controlledEvaluate(prompt.slice(0, -1) as Token[])
  const found: Map<Token, number>[] = []
  for (const token of [...prompt.slice(-1), ...answer.slice(0, -1)] as Token[]) {
    const generateNext = { token: true, logits: true, options: { temperature: 0 } }
    const [result] = await sequence.controlledEvaluate([[token, { generateNext }]])
    if (result?.next.logits === undefined) throw new Error('the model gave no logits')
    found.push(result.next.logits)
  }
  return found
}

function reportCase(context: BenchContext, one: EnsembleCase, difference: Difference): void {
  const { greatest, spread, sameLikeliest } = difference
  const scales = one.adapters.map(({ scale }) => scale).join(', ')
  context.row({
    name: `ensemble of ${one.adapters.length} against PEFT, greatest logit difference`,
    value: Number(greatest.toExponential(2)),
    unit: '',
    bar: '≤ 0.001',
    ok: greatest <= 0.001,
    note: `scales ${scales}; ranks 2 to 16 on all projections of all layers; base and attention in 32-bit floats; ${one.answer.length} places × the whole vocabulary, whose logits span ${spread.toFixed(1)}; likeliest token the same at ${sameLikeliest}`,
  })
}
