import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { microNats } from './microNats.ts'
import { type ChatMessage, type ContextDocument, type RenderContextOptions, renderContext } from './renderContext.ts'

/** Log-probability of a continuation after messages, in nats: the sum over its tokens. */
export type Score = (messages: readonly ChatMessage[], continuation: string) => Promise<{ readonly sum: number }>

/** A document that was in the context of the answer. */
export type CitableDocument = ContextDocument & { readonly commitment: Hex32 }

/** A document that the answer used: how much less likely the answer is without it, in micro-nats. */
export type MeasuredCitation = { readonly commitment: Hex32; readonly score: bigint }

export type CitationMeasurement = {
  /** Log-probability of the answer with all documents, in nats. */
  readonly sumWithAll: number
  /** Documents whose effect is above the threshold, in the order of the context. */
  readonly citations: readonly MeasuredCitation[]
}

export type MeasureCitationsOptions = {
  /** The caller's messages, without documents. */
  readonly messages: readonly ChatMessage[]
  /** The documents as they were rendered, in their order. */
  readonly documents: readonly CitableDocument[]
  /** The answer that was given. */
  readonly answer: string
  readonly score: Score
  /** Effects at or below it do not count, in micro-nats. */
  readonly threshold: bigint
  readonly render?: RenderContextOptions
}

/**
 * Measures what each document did for the answer, by leaving it out: its effect is the answer's log-probability with
 * all documents less that without it. Similarity to the question plays no part. Scores the answer once more than there
 * are documents, one after another.
 *
 * @throws ATTRIBUTION_SCORE_INVALID, ATTRIBUTION_NO_QUESTION
 */
export async function measureCitations(options: MeasureCitationsOptions): Promise<CitationMeasurement> {
  const { messages, documents, answer, score, threshold, render } = options
  const { sum: sumWithAll } = await score(renderContext(messages, documents, render), answer)
  const citations: MeasuredCitation[] = []
  // The last is left out first: then each prompt begins like the one before, which the engine need not read again.
  for (const left of documents.toReversed()) {
    const others = documents.filter((document) => document !== left)
    const { sum } = await score(renderContext(messages, others, render), answer)
    const effect = microNats(sumWithAll - sum)
    if (effect > threshold) citations.unshift({ commitment: left.commitment, score: effect })
  }
  return { sumWithAll, citations }
}
