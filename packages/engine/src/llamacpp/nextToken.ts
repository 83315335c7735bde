import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { Token } from 'node-llama-cpp'
import { engineErrors } from '../errors.ts'
import { type Candidate, pickToken } from '../sampling/pickToken.ts'
import { uniformAt } from '../sampling/uniformAt.ts'
import type { Compute } from './compute.ts'
import type { ContextSlot } from './contextSlot.ts'

/** Candidates considered when sampling: the likeliest ones; the rest of the vocabulary has next to no weight. */
const CANDIDATES = 1024
/** Asked for at least, so that the chosen token is among them even where others are exactly as likely. */
const TOP_MIN = 16

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
  },
): Promise<NextToken> {
  const { temperature, topP, seed } = options.sampling
  const greedy = temperature === 0
  // The native chain stays greedy, so its logits are the model's own. `totalLogitWeight` is the sum of
  // exp(logit − greatest logit): the greatest one's log-probability is −ln of it.
  const generateNext = {
    token: true,
    totalLogitWeight: true,
    options: { temperature: 0 },
    ...(greedy && options.top === 0
      ? {}
      : { logits: { filter: { tokens: [], includeTop: greedy ? Math.max(options.top, TOP_MIN) : CANDIDATES } } }),
  }
  const [result] = await options.compute.step(slot.context, () =>
    slot.sequence.controlledEvaluate([[token, { generateNext }]]),
  )
  const { token: likeliest, totalLogitWeight, logits } = result?.next ?? {}
  if (likeliest == null || totalLogitWeight === undefined) throw noResult()
  const greatestLogprob = -Math.log(totalLogitWeight)
  if (greedy && options.top === 0) return { token: likeliest, logprob: greatestLogprob, top: [] }

  const greatest = logits?.get(likeliest)
  if (!logits || greatest === undefined) throw noResult()
  const candidates: Candidate[] = [...logits].map(([id, logit]) => ({
    token: id,
    logprob: logit - greatest + greatestLogprob,
  }))
  const byLikelihood = candidates.toSorted((a, b) => b.logprob - a.logprob || a.token - b.token)
  const top = byLikelihood.slice(0, options.top)
  if (greedy) return { token: likeliest, logprob: greatestLogprob, top }
  const [first, ...rest] = candidates
  if (!first) throw noResult()
  const picked = pickToken([first, ...rest], { temperature, topP, uniform: uniformAt(seed, options.step) })
  return { token: picked.token as Token, logprob: picked.logprob, top }
}

/** The engine's own fault: an evaluation came back without what was asked of it. */
export function noResult(): OpenLedgerError {
  return new OpenLedgerError(engineErrors.ENGINE_INTERNAL, 'the model gave no result for a token')
}
