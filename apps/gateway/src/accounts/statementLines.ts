import type { Address } from '@openledger/core/api/primitives.ts'
import { csvRow } from '@openledger/core/csv/csvRow.ts'
import type { Database } from '@openledger/db/database.ts'
import { calls } from '@openledger/db/schema/calls.ts'
import { datanets } from '@openledger/db/schema/datanets.ts'
import { epochCredits } from '@openledger/db/schema/epochCredits.ts'
import { epochs } from '@openledger/db/schema/epochs.ts'
import { models } from '@openledger/db/schema/models.ts'
import { records } from '@openledger/db/schema/records.ts'
import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import { formatUnits } from 'viem'
import { creditRole } from '../calls/creditRoles.ts'
import { creditDatanet } from './readEarnings.ts'

/** Credits that are read at once. */
const PAGE = 2_000

const HEAD = ['epoch', 'status', 'called_at', 'call', 'model', 'for', 'record', 'datanet', 'amount_wei', 'amount_open']

/**
 * The lines of a statement: every credit of an account in posted epochs, oldest epoch first, in an order that is the
 * same each time. Read page by page behind the last line, so that it takes as little memory as it is long.
 *
 * @param epoch of one epoch; of all unless given
 */
export async function* statementLines(db: Database, account: Address, epoch?: number): AsyncGenerator<string> {
  yield csvRow(HEAD)
  let after: readonly [bigint, string, number, string] | undefined
  for (;;) {
    const { epoch: number, callId, role, commitment } = epochCredits
    const rows = await db
      .select({
        number,
        callId,
        role,
        commitment,
        amount: epochCredits.amount,
        status: epochs.status,
        calledAt: calls.startedAt,
        model: sql<string>`coalesce(${models.name}, ${calls.modelId}, '')`,
        slug: datanets.slug,
      })
      .from(epochCredits)
      .innerJoin(epochs, eq(epochs.number, number))
      .leftJoin(calls, eq(calls.callId, callId))
      .leftJoin(models, eq(models.modelId, calls.modelId))
      .leftJoin(records, eq(records.commitment, commitment))
      .leftJoin(datanets, eq(datanets.datanetId, creditDatanet))
      .where(
        and(
          eq(epochCredits.account, account),
          inArray(epochs.status, ['posted', 'final']),
          epoch === undefined ? undefined : eq(number, BigInt(epoch)),
          after === undefined
            ? undefined
            : sql`(${number}, ${callId}, ${role}, ${commitment}) > (${after[0]}, ${after[1]}, ${after[2]}, ${after[3]})`,
        ),
      )
      .orderBy(asc(number), asc(callId), asc(role), asc(commitment))
      .limit(PAGE)
    for (const row of rows) {
      yield csvRow([
        row.number,
        row.status,
        row.calledAt?.toISOString() ?? '',
        row.callId,
        row.model,
        creditRole(row.role),
        row.role === 6 || Number(row.commitment) === 0 ? '' : row.commitment,
        row.slug ?? '',
        row.amount,
        formatUnits(row.amount, 18),
      ])
    }
    const last = rows.at(-1)
    if (last === undefined || rows.length < PAGE) return
    after = [last.number, last.callId, last.role, last.commitment]
  }
}
