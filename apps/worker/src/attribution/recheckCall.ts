import type { AttributionDifference, RecheckResult } from '@openledger/core/api/recheck.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { type Hex32, hex32Schema } from '@openledger/core/primitives/hex.ts'
import { attributionEntriesSchema } from '@openledger/db/json/attributionEntries.ts'
import { attributions } from '@openledger/db/schema/attributions.ts'
import { calls } from '@openledger/db/schema/calls.ts'
import { receipts } from '@openledger/db/schema/receipts.ts'
import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { workerErrors } from '../errors.ts'
import type { AttributionDeps } from './attributionDeps.ts'
import { type FoundInfluence, influenceOfModelCalls } from './influenceOfModelCalls.ts'
import { type PendingCall, toPendingCalls } from './pendingCalls.ts'
import { scoresOfCall } from './scoresOfCall.ts'
import { type CallAttribution, toAttribution } from './toAttribution.ts'

/** What of an attribution's evidence another run starts from. */
const evidenceSchema = z.looseObject({ units: z.record(hex32Schema, hex32Schema).optional() })

/**
 * Attributes a call again, from what is stored of it: words, retrieved records, the near-duplicates as they were then.
 * Compares all integers of the two attributions and changes nothing.
 *
 * @returns the first difference, or null when the same integers came out
 * @throws RECHECK_NOT_ATTRIBUTED, TRAINER_*, ENGINE_*
 */
export async function recheckCall(deps: AttributionDeps, callId: Hex32, signal: AbortSignal): Promise<RecheckResult> {
  const [row] = await deps.db
    .select({ call: calls, receipt: receipts.receipt, attribution: attributions })
    .from(attributions)
    .innerJoin(calls, eq(calls.callId, attributions.callId))
    .innerJoin(receipts, eq(receipts.callId, attributions.callId))
    .where(eq(attributions.callId, callId))
  const [call] = row === undefined ? [] : await toPendingCalls(deps.db, [row])
  if (row === undefined || call === undefined)
    throw new OpenLedgerError(workerErrors.RECHECK_NOT_ATTRIBUTED, `The call ${callId} has no attribution here.`)
  const { units } = evidenceSchema.parse(row.attribution.evidence)
  const again: CallAttribution[] = []
  const onFound = async (pending: PendingCall, found: readonly FoundInfluence[]) => {
    const kept = units && new Map(Object.entries(units) as [Hex32, Hex32][])
    again.push(toAttribution(await scoresOfCall(deps, pending, found, kept)))
  }
  await influenceOfModelCalls(deps, { models: call.models, calls: [call], signal, onFound })
  const stored = { ...row.attribution, entries: attributionEntriesSchema.parse(row.attribution.entries) }
  const [found] = again
  const difference = found === undefined ? null : firstDifference(stored, found)
  return { callId, method: stored.method, entries: stored.entries.length, difference }
}

const headFields = ['method', 'sharePpm', 'indexHash', 'threshold'] as const
const entryFields = ['commitment', 'method', 'score', 'sharePpm', 'weight', 'indexHash'] as const

function firstDifference(stored: CallAttribution, found: CallAttribution): AttributionDifference | null {
  for (let entry = 0; entry < Math.max(stored.entries.length, found.entries.length); entry += 1) {
    const [a, b] = [stored.entries[entry], found.entries[entry]]
    for (const field of entryFields) {
      const [was, is] = [a?.[field], b?.[field]].map((value) => (value === undefined ? 'none' : String(value)))
      if (was !== is) return { entry, field, stored: was ?? '', found: is ?? '' }
    }
  }
  const field = headFields.find((name) => stored[name] !== found[name])
  return field === undefined ? null : { entry: null, field, stored: String(stored[field]), found: String(found[field]) }
}
