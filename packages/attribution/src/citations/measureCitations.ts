import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { attributionErrors } from '../errors.ts'
import { drawMasks, type Mask } from './drawMasks.ts'
import { fitMasks } from './fitMasks.ts'
import { microNats } from './microNats.ts'
import { type ChatMessage, type ContextDocument, type RenderContextOptions, renderContext } from './renderContext.ts'

/** Log-probability of a continuation after messages, in nats: the sum over its tokens, and each token's where it is known. */
export type Score = (
  messages: readonly ChatMessage[],
  continuation: string,
) => Promise<{ readonly sum: number; readonly logprobs?: readonly number[] }>

/** A document that was in the context of the answer. */
export type CitableDocument = ContextDocument & { readonly commitment: Hex32 }

/** A document that the answer used: by how much it raised the answer's log-probability, in micro-nats. */
export type MeasuredCitation = { readonly commitment: Hex32; readonly score: bigint }

/** One of the contexts in which the answer was measured. */
export type MeasuredContext = {
  /** Which documents were shown, in their order. */
  readonly shown: Mask
  /** Log-probability of the answer, in nats. */
  readonly sum: number
}

/** By how much a cited document raised the log-probability of each of the answer's tokens, in nats. */
export type TokenEffects = { readonly commitment: Hex32; readonly byToken: readonly number[] }

export type CitationMeasurement = {
  /** Log-probability of the answer with all documents and with none, in nats. */
  readonly sumWithAll: number
  readonly sumWithNone: number
  /** Documents whose effect is above the threshold, in the order of the context. */
  readonly citations: readonly MeasuredCitation[]
  readonly contexts: readonly MeasuredContext[]
  /** Of the citations, in their order, by the same fit; empty where the scores say nothing of tokens. */
  readonly tokenEffects: readonly TokenEffects[]
}

export type MeasureCitationsOptions = {
  /** The caller's messages, without documents. */
  readonly messages: readonly ChatMessage[]
  /** The documents as they were rendered, in their order; at least one. */
  readonly documents: readonly CitableDocument[]
  /** The answer that was given. */
  readonly answer: string
  readonly score: Score
  /** Effects at or below it do not count, in micro-nats. */
  readonly threshold: bigint
  /** Decides which contexts are measured: the call's id, so that another run measures the same. */
  readonly seed: Hex32
  /** Near-duplicates: commitment → commitment of its unit's first registered record. Others are their own unit. */
  readonly units: ReadonlyMap<Hex32, Hex32>
  readonly render?: RenderContextOptions
}

/**
 * Measures what each document did for the answer: the answer's log-probability in drawn contexts, of which each shows
 * some of the documents (ContextCite, Cohen-Wang et al. 2409.00729, with a balanced design in place of random masks).
 * A document's effect is what a linear fit of the log-probability gives it. Similarity to the question plays no part.
 * Independent documents that say the same share what they do together, where leaving out one alone would show nothing;
 * copies come and go as one, and their effect is the first one's. At most 16 passes for up to 8 documents.
 *
 * @throws ATTRIBUTION_ANSWER_EMPTY, ATTRIBUTION_SCORE_INVALID, ATTRIBUTION_NO_QUESTION, and what `score` throws
 */
export async function measureCitations(options: MeasureCitationsOptions): Promise<CitationMeasurement> {
  const { messages, documents, answer, score, threshold, seed, render } = options
  if (answer === '')
    throw new OpenLedgerError(attributionErrors.ATTRIBUTION_ANSWER_EMPTY, 'There is no answer to attribute.')
  const unitOf = ({ commitment }: Pick<CitableDocument, 'commitment'>) => options.units.get(commitment) ?? commitment
  const units = [...new Set(documents.map(unitOf))]
  const masks = drawMasks(units.length, seed)
  const sums: number[] = []
  const logprobs: (readonly number[])[] = []
  for (const mask of masks) {
    const shown = documents.filter((document) => mask[units.indexOf(unitOf(document))])
    const scored = await score(renderContext(messages, shown, render), answer)
    microNats(scored.sum)
    sums.push(scored.sum)
    logprobs.push(scored.logprobs ?? [])
  }
  const { effects } = fitMasks(masks, sums)
  const citations = units.flatMap((unit, at) => {
    const members = documents.filter((document) => unitOf(document) === unit).map(({ commitment }) => commitment)
    const commitment = members.includes(unit) ? unit : members[0]
    const effect = microNats(effects[at] ?? 0)
    return commitment === undefined || effect <= threshold ? [] : [{ commitment, score: effect }]
  })
  const contexts = masks.map((mask, at) => ({
    shown: documents.map((document) => mask[units.indexOf(unitOf(document))] === true),
    sum: sums[at] ?? 0,
  }))
  const byToken = effectsByToken(masks, logprobs)
  const tokenEffects = citations.flatMap(({ commitment }) => {
    const unit = units.indexOf(unitOf(documents.find((one) => one.commitment === commitment) ?? { commitment }))
    return byToken === undefined ? [] : [{ commitment, byToken: byToken.map((effects) => effects[unit] ?? 0) }]
  })
  return { sumWithAll: sums[0] ?? 0, sumWithNone: sums.at(-1) ?? 0, citations, contexts, tokenEffects }
}

/** The fit of every token by itself; undefined unless all contexts tell of the same tokens. */
function effectsByToken(
  masks: readonly Mask[],
  logprobs: readonly (readonly number[])[],
): (readonly number[])[] | undefined {
  const count = logprobs[0]?.length ?? 0
  if (count === 0 || logprobs.some(({ length }) => length !== count)) return undefined
  return Array.from(
    { length: count },
    (_, token) =>
      fitMasks(
        masks,
        logprobs.map((one) => one[token] ?? 0),
      ).effects,
  )
}
