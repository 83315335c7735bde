import type { Hash32 } from '@openledger/core/api/primitives.ts'
import type { ModelFigures } from '@openledger/core/api/registrations.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { Database } from '@openledger/db/database.ts'
import { calls } from '@openledger/db/schema/calls.ts'
import { epochCredits } from '@openledger/db/schema/epochCredits.ts'
import { epochs } from '@openledger/db/schema/epochs.ts'
import { models } from '@openledger/db/schema/models.ts'
import { receipts } from '@openledger/db/schema/receipts.ts'
import { and, asc, count, countDistinct, eq, inArray, sql } from 'drizzle-orm'
import { creditRole } from '../calls/creditRoles.ts'
import { gatewayErrors } from '../errors.ts'

const total = (what: unknown) => sql<string>`coalesce(sum(${what}), 0)::text`.mapWith(BigInt)

/**
 * What a model's calls came to. An ensemble's calls are its first model's. Invariant: settled fees = income of all roles +
 * burned.
 *
 * @throws MODEL_NOT_FOUND
 */
export async function readModelFigures(db: Database, modelId: Hash32): Promise<ModelFigures> {
  if ((await db.$count(models, eq(models.modelId, modelId))) === 0)
    throw new OpenLedgerError(gatewayErrors.MODEL_NOT_FOUND, `There is no model ${modelId} here.`, {
      details: { param: 'modelId' },
    })
  const whole = (what: unknown) =>
    sql<string>`coalesce(sum(${what}) FILTER (WHERE ${receipts.callId} IS NOT NULL), 0)`.mapWith(Number)
  const posted = inArray(epochs.status, ['posted', 'final'])
  const [sums] = await db
    .select({
      calls: count(),
      charged: count(receipts.callId),
      inputTokens: whole(calls.inputTokens),
      outputTokens: whole(calls.outputTokens),
      fees: total(receipts.fee),
    })
    .from(calls)
    .leftJoin(receipts, eq(receipts.callId, calls.callId))
    .where(eq(calls.modelId, modelId))
  const [settled] = await db
    .select({ fees: total(receipts.fee) })
    .from(calls)
    .innerJoin(receipts, eq(receipts.callId, calls.callId))
    .innerJoin(epochs, eq(epochs.number, receipts.epoch))
    .where(and(eq(calls.modelId, modelId), posted))
  const income = await db
    .select({
      role: epochCredits.role,
      amount: total(epochCredits.amount),
      accounts: countDistinct(epochCredits.account),
    })
    .from(epochCredits)
    .innerJoin(calls, eq(calls.callId, epochCredits.callId))
    .innerJoin(epochs, eq(epochs.number, epochCredits.epoch))
    .where(and(eq(calls.modelId, modelId), posted))
    .groupBy(epochCredits.role)
    .orderBy(asc(epochCredits.role))
  const { fees = 0n, ...counts } = sums ?? { calls: 0, charged: 0, inputTokens: 0, outputTokens: 0 }
  const paid = income.reduce((all, { amount }) => all + amount, 0n)
  const of = settled?.fees ?? 0n
  return {
    modelId,
    ...counts,
    fees: fees.toString(),
    settled: of.toString(),
    income: income.map(({ role, amount, accounts }) => ({
      role: creditRole(role),
      amount: amount.toString(),
      accounts,
    })),
    burned: (of - paid).toString(),
  }
}
