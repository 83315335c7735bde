import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { drawPlaces } from '@openledger/core/evaluation/drawPlaces.ts'
import type { MODEL_VERDICTS } from '@openledger/db/schema/evaluationAnswers.ts'
import type { AdapterRef, Engine, Message } from '@openledger/engine/engine.ts'
import type { Answered } from './measureAnswers.ts'

/** Pairs that a model judges at most, drawn by the seed. */
const PAIRS = 1_000

export type ModelVerdict = (typeof MODEL_VERDICTS)[number]

/**
 * Has a model say which answer is better, each pair twice, the second time with the sides changed: judges of this kind
 * prefer a side (Zheng et al. 2023, "Judging LLM-as-a-Judge", arXiv:2306.05685, section 3.3), so that a verdict counts only
 * where both orders agree. What it says is the likelier of the two letters, so it always decides and gives the same each time.
 *
 * @param judge adapters of the judge; none: the base model
 * @returns verdicts by place; pairs that do not fit the model's context have none
 */
export async function judgePairs(
  engine: Pick<Engine, 'score'>,
  judge: { readonly base: string; readonly adapters: readonly AdapterRef[] },
  answered: readonly Answered[],
  options: {
    readonly seed: number
    readonly signal: AbortSignal
    readonly onDone: (done: number, of: number) => Promise<unknown>
  },
): Promise<ReadonlyMap<number, ModelVerdict>> {
  const places = answered.flatMap(({ differs }, place) => (differs ? [place] : []))
  const drawn = drawPlaces(places.length, PAIRS, options.seed).flatMap((at) => places[at] ?? [])
  const verdicts = new Map<number, ModelVerdict>()
  for (const [done, place] of drawn.entries()) {
    options.signal.throwIfAborted()
    const texts = answered[place]?.texts
    const pair = texts?.asked[0]
    if (texts === undefined || pair === undefined) continue
    const ask = async (a: string, b: string) =>
      better(engine, judge, { question: pair.prompt, expected: texts.expected, a, b })
    try {
      const there = await ask(pair.base, pair.adapter)
      const back = await ask(pair.adapter, pair.base)
      verdicts.set(place, verdictOf(there, back))
    } catch (error) {
      if (OpenLedgerError.find(error)?.code !== 'ENGINE_CONTEXT_OVERFLOW') throw error
    }
    await options.onDone(done + 1, drawn.length)
  }
  return verdicts
}

type Side = 'a' | 'b' | 'tie'

/** `there`: with the base's answer as A; `back`: with the adapter's. */
export function verdictOf(there: Side, back: Side): ModelVerdict {
  if (there === 'tie' && back === 'tie') return 'tie'
  if (there === 'a' && back === 'b') return 'base'
  if (there === 'b' && back === 'a') return 'adapter'
  return 'disagreed'
}

async function better(
  engine: Pick<Engine, 'score'>,
  { base, adapters }: { readonly base: string; readonly adapters: readonly AdapterRef[] },
  asked: { readonly question: string; readonly expected: string; readonly a: string; readonly b: string },
): Promise<Side> {
  const messages: Message[] = [
    {
      role: 'user',
      content: `Two answers to a question are compared with the right answer.

Question: ${asked.question}
Right answer: ${asked.expected}

Answer A: ${asked.a}
Answer B: ${asked.b}

Which answer agrees better with the right answer? Say A or B.`,
    },
  ]
  const score = async (continuation: 'A' | 'B') =>
    (await engine.score({ base, adapters: [...adapters], messages, continuation, evaluation: 'batch' })).sum
  const [a, b] = [await score('A'), await score('B')]
  return a === b ? 'tie' : a > b ? 'a' : 'b'
}
