import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { Database } from '@openledger/db/database.ts'
import { calls } from '@openledger/db/schema/calls.ts'
import { and, asc, eq, gt, sql } from 'drizzle-orm'
import { gatewayErrors } from '../errors.ts'
import type { KeyState } from '../ledger/channelState.ts'
import { RATE_WINDOW_MS, type RateRequest, type RateUse, type RateVerdict, rateLimit } from './rateLimit.ts'

/** What of a request its key's models and budget look at. */
export type LimitedRequest = {
  readonly modelId: string
  readonly modelName: string
  /** The most that its calls can cost, wei. */
  readonly amount: bigint
}

/** @throws KEY_MODEL_NOT_ALLOWED, KEY_BUDGET_SPENT */
export function assertAllowance(key: KeyState, asked: LimitedRequest): void {
  if (key.models !== null && !key.models.some((modelId) => modelId === asked.modelId)) {
    throw new OpenLedgerError(
      gatewayErrors.KEY_MODEL_NOT_ALLOWED,
      `The key may not call the model ${asked.modelName}.`,
      {
        details: { param: 'model' },
      },
    )
  }
  const committed = key.used + key.reserved
  if (key.budget !== null && committed + asked.amount > key.budget) {
    const left = key.budget - committed
    throw new OpenLedgerError(
      gatewayErrors.KEY_BUDGET_SPENT,
      `The request can cost ${asked.amount} wei; the key's budget has ${left} wei left.`,
      { details: { required: asked.amount.toString(), available: left.toString(), budget: key.budget.toString() } },
    )
  }
}

/** Whether a key's calls or tokens a minute are limited. */
export function hasRate(key: KeyState): boolean {
  return key.requestsPerMinute !== null || key.tokensPerMinute !== null
}

/**
 * Asserts that a request's calls keep to a key's rates. All its earlier calls must be in the tables.
 *
 * @param asked - how many calls, and of all of them the input and the most output
 * @param onRate - told where the rates stand, also when the calls are refused
 * @throws KEY_CALL_TOO_LARGE, KEY_RATE_EXCEEDED
 */
export async function assertRate(
  db: Database,
  key: KeyState,
  asked: RateRequest,
  now_ms: number,
  onRate: (verdict: RateVerdict) => void,
): Promise<void> {
  const verdict = rateLimit(key, await usesOf(db, key.id, now_ms), asked, now_ms)
  onRate(verdict)
  if (verdict.wait_ms === Number.POSITIVE_INFINITY) {
    const { calls, tokens } = asked
    const isMany = key.requestsPerMinute !== null && calls > key.requestsPerMinute
    const message = isMany
      ? `The request is ${calls} calls; the key may make ${key.requestsPerMinute} a minute.`
      : `The request can take ${tokens} tokens; the key may use ${key.tokensPerMinute} a minute.`
    const details = { param: isMany ? 'n' : 'max_tokens', calls, tokens }
    throw new OpenLedgerError(gatewayErrors.KEY_CALL_TOO_LARGE, message, { details })
  }
  if (verdict.wait_ms > 0) {
    const retryAfter_s = Math.ceil(verdict.wait_ms / 1000)
    throw new OpenLedgerError(
      gatewayErrors.KEY_RATE_EXCEEDED,
      `The key has used up what it may use in a minute; the request fits in ${retryAfter_s} s.`,
      { details: { retryAfter_s } },
    )
  }
}

/** The key's calls of the last minute. An open call counts for all that it may produce. */
async function usesOf(db: Database, keyId: string, now_ms: number): Promise<RateUse[]> {
  const most = sql<number>`(${calls.request} -> 'params' ->> 'maxTokens')::int`
  const rows = await db
    .select({
      startedAt: calls.startedAt,
      status: calls.status,
      input: calls.inputTokens,
      output: calls.outputTokens,
      most,
    })
    .from(calls)
    .where(and(eq(calls.apiKeyId, keyId), gt(calls.startedAt, new Date(now_ms - RATE_WINDOW_MS))))
    .orderBy(asc(calls.startedAt))
  return rows.map(({ startedAt, status, input, output, most }) => ({
    startedAt_ms: startedAt.getTime(),
    tokens: input + (status === 'reserved' ? most : output),
  }))
}
