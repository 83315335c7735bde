import {
  type CitableDocument,
  measureCitations,
  type TokenEffects,
} from '@openledger/attribution/citations/measureCitations.ts'
import type { ChatMessage } from '@openledger/attribution/citations/renderContext.ts'
import { type SentenceEffects, sentenceEffects } from '@openledger/attribution/citations/sentenceEffects.ts'
import { shareOfInfluenceAndContext } from '@openledger/attribution/citations/shareOfInfluenceAndContext.ts'
import { attributionErrors } from '@openledger/attribution/errors.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import type { AdapterRef, Message } from '@openledger/engine/engine.ts'
import { engineErrors } from '@openledger/engine/errors.ts'
import type { WorkerDeps } from '../workerDeps.ts'
import type { PendingCall } from './pendingCalls.ts'

/** What the retrieved records did for an answer, or why nobody can say. */
export type CallCitations =
  | {
      readonly scores: readonly { readonly commitment: Hex32; readonly score: bigint }[]
      /** Influence's part beside the citations, in ppm: 0 for a model without an adapter. */
      readonly sharePpm: number
      /** How it was measured; no content. */
      readonly evidence: object
    }
  | { readonly unusable: string }

/** By what citations are measured. */
export type CitationRule = {
  /** Micro-nats that a citation must exceed. */
  readonly threshold: bigint
  /** Near-duplicates: commitment → its unit's first registered record. */
  readonly units: ReadonlyMap<Hex32, Hex32>
}

/** Failures that another try won't mend: this answer cannot be measured. */
const unmeasurable: ReadonlySet<string> = new Set([
  attributionErrors.ATTRIBUTION_ANSWER_EMPTY.code,
  attributionErrors.ATTRIBUTION_SCORE_INVALID.code,
  attributionErrors.ATTRIBUTION_DOCUMENT_MISSING.code,
  engineErrors.ENGINE_CONTEXT_OVERFLOW.code,
])

/**
 * Measures a call's citations with the engine, in contexts that its id draws, and how adapter and context share the
 * answer.
 *
 * @param call.documents the retrieved records that are here, in the order of the context
 * @param call.retrieved all that were retrieved, where known
 * @param adapters the call's adapters; none for the base model.
 * @throws ENGINE_* for failures that may pass
 */
export async function citationsOfCall(
  deps: Pick<WorkerDeps, 'engine' | 'baseModel'>,
  call: Pick<PendingCall, 'callId' | 'answer'> & {
    readonly request: Pick<PendingCall['request'], 'messages' | 'prompt'>
    readonly documents: readonly CitableDocument[]
    readonly retrieved?: PendingCall['retrieved']
  },
  adapters: readonly AdapterRef[],
  rule: CitationRule,
): Promise<CallCitations> {
  try {
    return await measure(deps, call, adapters, rule)
  } catch (error) {
    const known = OpenLedgerError.find(error)
    if (known === undefined || !unmeasurable.has(known.code)) throw error
    return { unusable: `${known.code}: ${known.message}` }
  }
}

async function measure(...[deps, call, adapters, rule]: Parameters<typeof citationsOfCall>): Promise<CallCitations> {
  const { documents } = call
  if (call.retrieved !== undefined && call.retrieved.length !== documents.length)
    throw new OpenLedgerError(
      attributionErrors.ATTRIBUTION_DOCUMENT_MISSING,
      `Of ${call.retrieved.length} retrieved records ${documents.length} are here.`,
    )
  const scoreWith = (using: readonly AdapterRef[]) => async (messages: readonly ChatMessage[], continuation: string) =>
    deps.engine.score({
      base: deps.baseModel.id,
      adapters: [...using],
      messages: messages.map(toMessage),
      continuation,
      evaluation: 'batch',
    })
  const { messages, prompt } = call.request
  const score = scoreWith(adapters)
  const measured = await measureCitations({
    messages,
    documents,
    answer: call.answer,
    score,
    seed: call.callId,
    ...rule,
  })
  const sentences = await cutBySentences(deps, call.answer, measured.tokenEffects)
  const evidence = {
    ...(sentences && { sentences: sentences.map(toEvidence) }),
    threshold: String(rule.threshold),
    contexts: measured.contexts.map(({ shown, sum }) => ({
      shown: shown.map((stays) => (stays ? '1' : '0')).join(''),
      sumMicro: Math.round(sum * 1e6),
    })),
  }
  if (adapters.length === 0) return { scores: measured.citations, sharePpm: 0, evidence }
  const scoreBase = scoreWith([])
  const sums = {
    baseWithoutContext: (await scoreBase(messages, call.answer)).sum,
    baseWithContext: (await scoreBase(prompt, call.answer)).sum,
    adapterWithoutContext: measured.sumWithNone,
    adapterWithContext: measured.sumWithAll,
  }
  return {
    scores: measured.citations,
    sharePpm: shareOfInfluenceAndContext(sums).influencePpm,
    evidence: { ...evidence, sums },
  }
}

/** What the citations did for each sentence; undefined where nobody can say: what is paid does not depend on it. */
async function cutBySentences(
  { engine, baseModel }: Parameters<typeof citationsOfCall>[0],
  answer: string,
  effects: readonly TokenEffects[],
): Promise<SentenceEffects[] | undefined> {
  if (effects.length === 0) return undefined
  try {
    const { byteLengths } = await engine.tokenize({ base: baseModel.id, text: answer })
    return sentenceEffects(answer, byteLengths, effects)
  } catch {
    return undefined
  }
}

function toEvidence({ start, end, citations }: SentenceEffects): object {
  return { start, end, citations: citations.map(({ commitment, score }) => ({ commitment, score: String(score) })) }
}

function toMessage({ role, content }: ChatMessage): Message {
  return { role: role === 'developer' ? 'system' : role, content }
}
