import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { engineErrors } from '../errors.ts'
import type { CompletionPiece } from './server/answers.ts'

/** A token that the server produced; `top`: the likeliest at its place, likeliest first. */
export type ProducedToken = {
  readonly tokenId: number
  readonly logprob: number
  readonly top: readonly { readonly tokenId: number; readonly logprob: number }[]
}

/**
 * The tokens of a piece of a completion.
 * @param top how many of the likeliest were asked for
 * @param vocabularySize tokens are numbers below it
 * @throws ENGINE_SERVER_UNFIT where a token has no log-probability, or is none of the vocabulary
 */
export function completionTokens(piece: CompletionPiece, top: number, vocabularySize: number): ProducedToken[] {
  return piece.choices.flatMap(({ token_ids: ids, logprobs }) =>
    (ids ?? []).map((tokenId, at) => {
      const logprob = logprobs?.token_logprobs[at]
      if (logprob === undefined || logprobs?.tokens[at] !== tokenId || tokenId >= vocabularySize)
        throw new OpenLedgerError(
          engineErrors.ENGINE_SERVER_UNFIT,
          `the vLLM server produced the token ${tokenId} without its log-probability, or beyond the vocabulary`,
        )
      const named = Object.entries(logprobs?.top_logprobs[at] ?? {}).map(([id, value]) => {
        return { tokenId: Number(id), logprob: value }
      })
      const likeliest = named.toSorted((a, b) => b.logprob - a.logprob || a.tokenId - b.tokenId)
      return { tokenId, logprob, top: likeliest.slice(0, top) }
    }),
  )
}
