import { setTimeout as sleep } from 'node:timers/promises'
import { maximalSpans } from '@openledger/attribution/spans/maximalSpans.ts'
import { type RankedSpan, rankSpans, type SpanRule } from '@openledger/attribution/spans/rankSpans.ts'
import { joinSpanIndexes, tokensOf } from '@openledger/attribution/spans/spanIndex.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { recordContentSchema } from '@openledger/data/record/recordContent.ts'
import type { Spans } from '@openledger/db/json/spans.ts'
import { records } from '@openledger/db/schema/records.ts'
import { inArray } from 'drizzle-orm'
import type { AttributionDeps } from '../attribution/attributionDeps.ts'
import type { PendingCall } from '../attribution/pendingCalls.ts'
import { workerErrors } from '../errors.ts'
import { recordParts } from './recordParts.ts'
import { versionSpans } from './versionSpans.ts'

/** Pieces that are shown: no more than a person reads, and none that is everywhere. */
const rule = { spans: 8, documents: 4, maxCount: 1000 } satisfies Omit<SpanRule, 'minRarity'>
/**
 * Rarity beyond that of a piece which chance brings about once in all the records, nats: common phrases are likelier than
 * their words by themselves.
 */
const RARITY_BEYOND_CHANCE = 10
const minTokens = 3
/** How long a call waits for the index of a version, which the first call of the version makes. */
const PATIENCE_MS = 60_000

/**
 * The pieces of an answer that records of the models' versions, and of those that it was given, have word for word. They
 * are shown and pay nothing: a match is not a cause.
 *
 * @param patience_ms - how long to wait for an index that is being made: it goes on being made, for the calls that follow
 * @returns the pieces in the answer's order, or why nobody can say
 */
export async function spansOfCall(
  deps: AttributionDeps,
  call: Pick<PendingCall, 'callId' | 'answer' | 'retrieved'> & {
    readonly models: readonly Pick<PendingCall['models'][number], 'trainingVersions'>[]
  },
  patience_ms = PATIENCE_MS,
): Promise<Spans | { readonly unusable: string }> {
  try {
    return await findSpans(deps, call, patience_ms)
  } catch (error) {
    // Evidence for a person alone: what anybody is paid does not depend on it.
    const known = OpenLedgerError.find(error)
    deps.logger.warn({ callId: call.callId, error: known?.code ?? String(error) }, 'a call without spans')
    return { unusable: known === undefined ? String(error) : `${known.code}: ${known.message}` }
  }
}

type SpannedCall = Parameters<typeof spansOfCall>[1]

async function findSpans(deps: AttributionDeps, call: SpannedCall, patience_ms: number): Promise<Spans> {
  const trained = call.models.flatMap(({ trainingVersions }) => trainingVersions)
  const roots = new Set([...trained, ...call.retrieved.map(({ versionRoot }) => versionRoot)])
  const made = Promise.all([...roots].map(async (root) => versionSpans(deps, root)))
  const indexes = await inTime(made, patience_ms)
  const [first, ...more] = indexes
  if (first === undefined || call.answer === '') return []
  const index = joinSpanIndexes(first, ...more)
  const answer = await deps.engine.tokenize({ base: deps.baseModel.id, text: call.answer })
  const minRarity = RARITY_BEYOND_CHANCE + Math.log(Math.max(1, tokensOf(index)))
  const { spans } = rankSpans(index, maximalSpans(index, answer.tokens, { minTokens }), { ...rule, minRarity })
  const bytesOf = await partBytes(deps, spans)
  return spans.map(({ start, end, count, rarity, occurrences }) => ({
    ...toBytes(answer.byteLengths, start, end),
    count,
    rarity: Math.round(rarity * 1000) / 1000,
    records: occurrences.flatMap(({ documentId, start: from, end: to }) => {
      const byteLengths = bytesOf.get(documentId)
      return byteLengths === undefined ? [] : [{ ...splitId(documentId), ...toBytes(byteLengths, from, to) }]
    }),
  }))
}

/** @throws SPANS_INDEX_NOT_READY */
async function inTime<T>(made: Promise<T>, patience_ms: number): Promise<T> {
  const late = new AbortController()
  const waited = sleep(patience_ms, undefined, { signal: late.signal, ref: false }).then(
    () => {
      throw new OpenLedgerError(workerErrors.SPANS_INDEX_NOT_READY, 'The index of the records is still being made.')
    },
    () => made,
  )
  try {
    return await Promise.race([made, waited])
  } finally {
    late.abort()
  }
}

/** For each document that a span names how many bytes its tokens stand for; those whose content went away are left out. */
async function partBytes(
  { db, contents, engine, baseModel }: AttributionDeps,
  spans: readonly RankedSpan[],
): Promise<ReadonlyMap<string, readonly number[]>> {
  const ids = new Set(spans.flatMap(({ occurrences }) => occurrences.map(({ documentId }) => documentId)))
  if (ids.size === 0) return new Map()
  const commitments = [...new Set([...ids].map((id) => splitId(id).commitment))]
  const rows = await db
    .select({ commitment: records.commitment, datanetId: records.datanetId, content: records.content })
    .from(records)
    .where(inArray(records.commitment, commitments))
  const lengths = new Map<string, readonly number[]>()
  for (const row of rows) {
    const { commitment } = row
    const parsed = recordContentSchema.safeParse(contents.open(row, row.content))
    for (const { part, text } of parsed.success ? recordParts(parsed.data) : []) {
      const id = `${commitment}/${part}`
      if (ids.has(id)) lengths.set(id, (await engine.tokenize({ base: baseModel.id, text })).byteLengths)
    }
  }
  return lengths
}

function splitId(documentId: string): { readonly commitment: Hex32; readonly part: string } {
  const [commitment, part = ''] = documentId.split('/')
  return { commitment: commitment as Hex32, part }
}

function toBytes(byteLengths: readonly number[], start: number, end: number) {
  const sum = (to: number) => byteLengths.slice(0, to).reduce((total, length) => total + length, 0)
  return { start: sum(start), end: sum(end) }
}
