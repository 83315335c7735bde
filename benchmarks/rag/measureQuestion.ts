import { drawMasks, type Mask } from '@openledger/attribution/citations/drawMasks.ts'
import { fitMasks } from '@openledger/attribution/citations/fitMasks.ts'
import { type ChatMessage, renderContext } from '@openledger/attribution/citations/renderContext.ts'
import { recordId } from '@openledger/core/ids/recordId.ts'
import { hashText } from '@openledger/core/primitives/hash.ts'
import type { Engine, Message } from '@openledger/engine/engine.ts'
import type { openKeptScores } from './keptScores.ts'
import { CHUNKS, type RagQuestion } from './ragQuestions.ts'
import { spearman } from './spearman.ts'

/** Masks that no method has seen. */
const UNSEEN = 32
const ANSWER_TOKENS = 40

/** What the citations of one answer came to, against the engine. */
export type MeasuredQuestion = {
  readonly question: RagQuestion
  readonly answer: string
  /** Engine passes of the fit. */
  readonly passes: number
  /** Nats that each chunk is credited with: by the fit, by leaving it out. */
  readonly effects: readonly number[]
  readonly leftOut: readonly number[]
  /** Rank correlation of predicted and actual log-probability on the unseen masks. */
  readonly fitSpearman: number
  readonly leaveOneOutSpearman: number
  /** Exact Shapley values, where all 256 contexts were measured. */
  readonly shapley: readonly number[] | undefined
}

/**
 * Answers a question from its eight chunks and measures who made the answer, by the contexts of the product's citations
 * and by leaving one out; then how well each foretells the answer's log-probability in 32 contexts that neither has seen.
 *
 * @param options.unseen false: only the fit, without the correlations
 * @param options.exact all 256 contexts, for the Shapley values
 * @param options.signal ends it between two contexts; those measured are kept
 * @returns undefined where the model answers nothing
 */
export async function measureQuestion(
  engine: Engine,
  kept: Awaited<ReturnType<typeof openKeptScores>>,
  question: RagQuestion,
  options: { readonly unseen: boolean; readonly exact: boolean; readonly signal: AbortSignal },
): Promise<MeasuredQuestion | undefined> {
  const messages: ChatMessage[] = [{ role: 'user', content: question.question }]
  const promptOf = (mask: Mask): Message[] =>
    renderContext(
      messages,
      question.chunks.filter((_, at) => mask[at]),
    ).map(({ role, content }) => ({ role: role === 'developer' ? 'system' : role, content }))
  const whole = promptOf(question.chunks.map(() => true))
  const answer = await kept.get({ whole, tokens: ANSWER_TOKENS }, async () => {
    let text = ''
    for await (const event of engine.generate({
      base: 'base',
      messages: whole,
      params: { maxTokens: ANSWER_TOKENS },
    }))
      if (event.type === 'token') text += event.text
    return text
  })
  if (answer.trim() === '') return undefined
  const seed = recordId({ question: question.question, answer })
  const fitted = drawMasks(CHUNKS, seed)
  const leaveOut =
    options.unseen || options.exact
      ? question.chunks.map((_, left) => question.chunks.map((_chunk, at) => at !== left))
      : []
  const unseen = unseenMasks(
    options.unseen ? UNSEEN : 0,
    `unseen ${seed}`,
    new Set([...fitted, ...leaveOut].map(keyOf)),
  )
  const exact = options.exact ? Array.from({ length: 2 ** CHUNKS }, (_, bits) => maskOf(bits)) : []
  const wanted = new Map([...fitted, ...leaveOut, ...unseen, ...exact].map((mask) => [keyOf(mask), mask]))
  const sums = new Map<string, number>()
  // Neighbours begin alike, so that the engine keeps what a prompt shares with the one before.
  for (const [key, mask] of [...wanted].sort(([a], [b]) => (a < b ? 1 : -1))) {
    const prompt = promptOf(mask)
    options.signal.throwIfAborted()
    const asked = { messages: prompt, continuation: answer, evaluation: 'batch' as const }
    sums.set(key, await kept.get(asked, async () => (await engine.score({ base: 'base', ...asked })).sum))
  }
  const sumOf = (mask: Mask): number => sums.get(keyOf(mask)) ?? Number.NaN
  const fit = fitMasks(fitted, fitted.map(sumOf))
  const all = sumOf(question.chunks.map(() => true))
  const leftOut = leaveOut.map((mask) => all - sumOf(mask))
  const byLeavingOut = (mask: Mask) => all - leftOut.reduce((sum, effect, at) => sum + (mask[at] ? 0 : effect), 0)
  const actual = unseen.map(sumOf)
  return {
    question,
    answer,
    passes: fitted.length,
    effects: fit.effects,
    leftOut,
    fitSpearman: spearman(unseen.map(fit.predict), actual),
    leaveOneOutSpearman: spearman(unseen.map(byLeavingOut), actual),
    shapley: options.exact ? shapleyValues((bits) => sumOf(maskOf(bits))) : undefined,
  }
}

const keyOf = (mask: Mask): string => mask.map(Number).join('')
const maskOf = (bits: number): boolean[] => Array.from({ length: CHUNKS }, (_, at) => ((bits >> at) & 1) === 1)

/** Masks in which each chunk stays with chance 1/2, none of them seen, drawn by hashing. */
function unseenMasks(count: number, seed: string, seen: ReadonlySet<string>): Mask[] {
  const found = new Map<string, Mask>()
  for (let draw = 0; found.size < count; draw += 1) {
    const mask = maskOf(Number(BigInt(hashText(`${seed} ${draw}`)) % BigInt(2 ** CHUNKS)))
    if (!seen.has(keyOf(mask))) found.set(keyOf(mask), mask)
  }
  return [...found.values()]
}

/** Shapley values of a game of CHUNKS players whose coalitions are bits (Shapley 1953), from all its values. */
function shapleyValues(value: (bits: number) => number): number[] {
  const factorial = (n: number): number => (n <= 1 ? 1 : n * factorial(n - 1))
  const weight = (size: number) => (factorial(size) * factorial(CHUNKS - size - 1)) / factorial(CHUNKS)
  return Array.from({ length: CHUNKS }, (_, player) => {
    let sum = 0
    for (let bits = 0; bits < 2 ** CHUNKS; bits += 1) {
      if ((bits >> player) & 1) continue
      sum += weight(maskOf(bits).filter(Boolean).length) * (value(bits | (1 << player)) - value(bits))
    }
    return sum
  })
}
