import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { Token } from 'node-llama-cpp'
import { engineErrors } from '../errors.ts'
import { type Candidate, pickToken } from '../sampling/pickToken.ts'
import { uniformAt } from '../sampling/uniformAt.ts'
import { allowedTokens } from './allowedTokens.ts'
import type { Compute } from './compute.ts'
import type { ContextSlot } from './contextSlot.ts'
import type { GrammarState } from './grammarState.ts'

/** Candidates considered when sampling: the likeliest ones; the rest of the vocabulary has next to no weight. */
const CANDIDATES = 1024
/** Asked for at least, so that the chosen token is among them even where others are exactly as likely. */
const TOP_MIN = 16
/** Tokens among which is drawn where a grammar leaves some out: the likeliest that it allows. */
const ALLOWED = 64

export type Sampling = { readonly temperature: number; readonly topP: number; readonly seed: number }

export type NextToken = {
  readonly token: Token
  readonly logprob: number
  /** The likeliest tokens here, likeliest first. */
  readonly top: readonly Candidate[]
}

/**
 * Evaluates one token and chooses the next.
 * @param step index of the token to be chosen: with the seed it decides the draw
 * @param options.top how many of the likeliest tokens to name
 * @param options.grammar leaves out the tokens that it doesn't allow
 * @returns the token and its natural log-probability under the model itself (temperature 1, whole vocabulary)
 */
export async function nextToken(
  slot: ContextSlot,
  token: Token,
  options: {
    readonly compute: Compute
    readonly sampling: Sampling
    readonly step: number
    readonly top: number
    readonly grammar?: GrammarState | undefined
  },
): Promise<NextToken> {
  const { compute, grammar, sampling } = options
  const { temperature, topP, seed } = sampling
  const greedy = temperature === 0
  const named = greedy ? (options.top === 0 && !grammar ? 0 : Math.max(options.top, TOP_MIN)) : CANDIDATES
  const { likeliest, candidates } = await evaluateToken(slot, token, compute, named)
  const byLikelihood = candidates.toSorted((a, b) => b.logprob - a.logprob || a.token - b.token)
  const top = byLikelihood.slice(0, options.top)
  if (greedy && !grammar) return { ...likeliest, top }

  let chosenFrom = candidates
  if (grammar) {
    const count = greedy ? 1 : ALLOWED
    chosenFrom = await allowedTokens(byLikelihood, grammar, { count })
    if (chosenFrom.length === 0) chosenFrom = await allowedOfAll(slot, token, compute, grammar, count)
  }
  const [first, ...rest] = chosenFrom
  if (!first) throw noResult()
  const uniform = uniformAt(seed, options.step)
  const picked = greedy ? first : pickToken([first, ...rest], { temperature, topP, uniform })
  return { token: picked.token as Token, logprob: picked.logprob, top }
}

/**
 * The model's own log-probabilities for the token that follows.
 * @param named how many of the likeliest to name; 0: the likeliest alone
 */
async function evaluateToken(slot: ContextSlot, token: Token, compute: Compute, named: number) {
  // The native chain stays greedy, so its logits are the model's own. `totalLogitWeight` is the sum of
  // exp(logit − greatest logit): the greatest one's log-probability is −ln of it.
  const generateNext = {
    token: true,
    totalLogitWeight: true,
    options: { temperature: 0 },
    ...(named === 0 ? {} : { logits: { filter: { tokens: [], includeTop: named } } }),
  }
  const [result] = await compute.step(slot.context, () => slot.sequence.controlledEvaluate([[token, { generateNext }]]))
  const { token: likeliest, totalLogitWeight, logits } = result?.next ?? {}
  if (likeliest == null || totalLogitWeight === undefined) throw noResult()
  const greatestLogprob = -Math.log(totalLogitWeight)
  const greatest = named === 0 ? 0 : logits?.get(likeliest)
  if (greatest === undefined) throw noResult()
  const candidates = [...(logits ?? [])].map(
    ([id, logit]): Candidate => ({ token: id, logprob: logit - greatest + greatestLogprob }),
  )
  return { likeliest: { token: likeliest, logprob: greatestLogprob }, candidates }
}

/** None of the likeliest is allowed: the same token is evaluated again, and the whole vocabulary looked at. */
async function allowedOfAll(
  slot: ContextSlot,
  token: Token,
  compute: Compute,
  grammar: GrammarState,
  count: number,
): Promise<Candidate[]> {
  const end = slot.sequence.nextTokenIndex
  await slot.sequence.eraseContextTokenRanges([{ start: end - 1, end }])
  const vocabulary = slot.context.model.fileInfo.metadata.tokenizer.ggml.tokens.length
  const { candidates } = await evaluateToken(slot, token, compute, vocabulary)
  const byLikelihood = candidates.toSorted((a, b) => b.logprob - a.logprob || a.token - b.token)
  const allowed = await allowedTokens(byLikelihood, grammar, { count })
  if (allowed.length > 0) return allowed
  throw new OpenLedgerError(engineErrors.ENGINE_INTERNAL, 'no token of the vocabulary goes on with the answer')
}

/** The engine's own fault: an evaluation came back without what was asked of it. */
export function noResult(): OpenLedgerError {
  return new OpenLedgerError(engineErrors.ENGINE_INTERNAL, 'the model gave no result for a token')
}
