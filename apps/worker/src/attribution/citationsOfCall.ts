import { type CitableDocument, measureCitations } from '@openledger/attribution/citations/measureCitations.ts'
import type { ChatMessage } from '@openledger/attribution/citations/renderContext.ts'
import { shareOfInfluenceAndContext } from '@openledger/attribution/citations/shareOfInfluenceAndContext.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import type { AdapterRef, Message } from '@openledger/engine/engine.ts'
import type { WorkerDeps } from '../workerDeps.ts'
import type { PendingCall } from './pendingCalls.ts'

/** What the retrieved records did for an answer. */
export type CallCitations = {
  readonly scores: readonly { readonly commitment: Hex32; readonly score: bigint }[]
  /** Influence's part beside the citations, in ppm: 0 for a model without an adapter. */
  readonly sharePpm: number
  readonly evidence: object
}

/**
 * Measures a call's citations with the engine, by leaving out each retrieved record, and how adapter and context share
 * the answer.
 *
 * @param adapters the call's adapters; none for the base model.
 * @param threshold micro-nats that a citation must exceed.
 * @throws ENGINE_*, ATTRIBUTION_*
 */
export async function citationsOfCall(
  deps: Pick<WorkerDeps, 'engine' | 'baseModel'>,
  call: Pick<PendingCall, 'answer'> & {
    readonly request: Pick<PendingCall['request'], 'messages' | 'prompt'>
    readonly documents: readonly CitableDocument[]
  },
  adapters: readonly AdapterRef[],
  threshold: bigint,
): Promise<CallCitations> {
  const { documents } = call
  const scoreWith = (using: readonly AdapterRef[]) => async (messages: readonly ChatMessage[], continuation: string) =>
    deps.engine.score({
      base: deps.baseModel.id,
      adapters: [...using],
      messages: messages.map(toMessage),
      continuation,
    })
  const { messages, prompt } = call.request
  const score = scoreWith(adapters)
  const measured = await measureCitations({ messages, documents, answer: call.answer, score, threshold })
  const evidence = { sumWithAllMicro: Math.round(measured.sumWithAll * 1e6), documents: documents.length }
  if (adapters.length === 0) return { scores: measured.citations, sharePpm: 0, evidence }
  const scoreBase = scoreWith([])
  const sums = {
    baseWithoutContext: (await scoreBase(messages, call.answer)).sum,
    baseWithContext: (await scoreBase(prompt, call.answer)).sum,
    adapterWithoutContext: (await score(messages, call.answer)).sum,
    adapterWithContext: measured.sumWithAll,
  }
  return {
    scores: measured.citations,
    sharePpm: shareOfInfluenceAndContext(sums).influencePpm,
    evidence: { ...evidence, sums },
  }
}

function toMessage({ role, content }: ChatMessage): Message {
  return { role: role === 'developer' ? 'system' : role, content }
}
