import { measureCitations } from '@openledger/attribution/citations/measureCitations.ts'
import type { ChatMessage, ContextDocument } from '@openledger/attribution/citations/renderContext.ts'
import { shareOfInfluenceAndContext } from '@openledger/attribution/citations/shareOfInfluenceAndContext.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { recordContentSchema } from '@openledger/data/record/recordContent.ts'
import { records } from '@openledger/db/schema/records.ts'
import type { AdapterRef, Message } from '@openledger/engine/engine.ts'
import { inArray } from 'drizzle-orm'
import type { WorkerDeps } from '../workerDeps.ts'
import { attributionRules } from './attributionRules.ts'
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
 * @throws ENGINE_*, ATTRIBUTION_*
 */
export async function citationsOfCall(
  deps: WorkerDeps,
  call: PendingCall,
  adapters: readonly AdapterRef[],
): Promise<CallCitations> {
  const documents = await documentsOf(deps, call)
  const scoreWith = (using: readonly AdapterRef[]) => async (messages: readonly ChatMessage[], continuation: string) =>
    deps.engine.score({
      base: deps.baseModel.id,
      adapters: [...using],
      messages: messages.map(toMessage),
      continuation,
    })
  const { messages, prompt } = call.request
  const score = scoreWith(adapters)
  const threshold = attributionRules.citationThreshold
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

/** The retrieved records with their text, numbered as the model saw them. */
async function documentsOf(
  { db }: WorkerDeps,
  call: PendingCall,
): Promise<(ContextDocument & { commitment: Hex32 })[]> {
  const commitments = call.retrieved.map(({ commitment }) => commitment)
  const rows = await db
    .select({ commitment: records.commitment, content: records.content })
    .from(records)
    .where(inArray(records.commitment, commitments))
  const contents = new Map(rows.map((row) => [row.commitment, recordContentSchema.safeParse(row.content).data]))
  return call.retrieved.flatMap(({ commitment, title, url }, place) => {
    const content = contents.get(commitment)
    return content?.kind === 'document' ? [{ commitment, number: place + 1, title, url, text: content.text }] : []
  })
}

function toMessage({ role, content }: ChatMessage): Message {
  return { role: role === 'developer' ? 'system' : role, content }
}
