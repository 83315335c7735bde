import type { Address } from '@openledger/core/api/primitives.ts'
import { csvRow } from '@openledger/core/csv/csvRow.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { Database } from '@openledger/db/database.ts'
import { apiKeys } from '@openledger/db/schema/apiKeys.ts'
import { calls } from '@openledger/db/schema/calls.ts'
import { channels } from '@openledger/db/schema/channels.ts'
import { models } from '@openledger/db/schema/models.ts'
import { receipts } from '@openledger/db/schema/receipts.ts'
import { and, asc, eq, notInArray, sql } from 'drizzle-orm'
import { formatUnits } from 'viem'
import { OPEN_STATUSES } from '../calls/openStatuses.ts'
import { usageErrors } from './errors.ts'
import { beganIn, type Period } from './period.ts'

/** Calls that are read at once. */
const PAGE = 2_000

const HEAD = [
  'channel',
  'receipt',
  'called_at',
  'call',
  'key',
  'model',
  'state',
  'input_tokens',
  'output_tokens',
  'reserved_wei',
  'released_wei',
  'fee_wei',
  'fee_open',
  'channel_total_wei',
  'epoch',
]

/**
 * The lines of a statement of usage: every call of an account's channels that ended, channel by channel, in the order of
 * their receipts; those that cost nothing come before, in the order in which they began. Read page by page behind the last
 * line.
 *
 * The invariant, asserted line by line: within a channel each receipt goes on from the one before, so that the fees of a
 * whole statement sum to the last `channel_total_wei` of each channel.
 *
 * @throws USAGE_RECEIPT_MISSING where a channel's receipts do not go on from each other
 */
export async function* usageLines(db: Database, account: Address, period: Period): AsyncGenerator<string> {
  yield csvRow(HEAD)
  let after: readonly [channel: string, sequence: bigint, began: string, call: string] | undefined
  let before: { readonly channelId: string; readonly sequence: bigint; readonly total: bigint } | undefined
  // Calls without a receipt have the number 0.
  const place = sql<string>`coalesce(${receipts.sequence}, 0)`
  const began = sql<string>`${calls.startedAt}::text`
  for (;;) {
    const rows = await db
      .select({
        channelId: calls.channelId,
        sequence: place.mapWith(BigInt),
        began,
        call: calls,
        key: apiKeys.name,
        model: sql<string>`coalesce(${models.name}, ${calls.modelId})`,
        fee: receipts.fee,
        total: receipts.cumulativeAfter,
        epoch: receipts.epoch,
      })
      .from(calls)
      .innerJoin(channels, eq(channels.channelId, calls.channelId))
      .innerJoin(apiKeys, eq(apiKeys.id, calls.apiKeyId))
      .leftJoin(receipts, eq(receipts.callId, calls.callId))
      .leftJoin(models, eq(models.modelId, calls.modelId))
      .where(
        and(
          eq(channels.payer, account),
          notInArray(calls.status, [...OPEN_STATUSES]),
          beganIn(period),
          after === undefined
            ? undefined
            : sql`(${calls.channelId}, ${place}, ${calls.startedAt}, ${calls.callId}) > (${after[0]}, ${after[1]}::bigint, ${after[2]}::timestamptz, ${after[3]})`,
        ),
      )
      .orderBy(asc(calls.channelId), place, asc(calls.startedAt), asc(calls.callId))
      .limit(PAGE)
    for (const row of rows) {
      const { call, channelId, sequence, total } = row
      const fee = row.fee ?? 0n
      if (total !== null) {
        assertGoesOn(before, { channelId, sequence, fee, total })
        before = { channelId, sequence, total }
      }
      yield csvRow([
        channelId,
        total === null ? '' : sequence,
        call.startedAt.toISOString(),
        call.callId,
        row.key,
        row.model,
        call.status,
        total === null ? 0 : call.inputTokens,
        total === null ? 0 : call.outputTokens,
        call.reservedAmount,
        call.reservedAmount - fee,
        fee,
        formatUnits(fee, 18),
        total ?? '',
        row.epoch ?? '',
      ])
    }
    const last = rows.at(-1)
    if (last === undefined || rows.length < PAGE) return
    after = [last.channelId, last.sequence, last.began, last.call.callId]
  }
}

/** Of two receipts of one channel, neighbours by their numbers, the second begins where the first ended. */
function assertGoesOn(
  before: { readonly channelId: string; readonly sequence: bigint; readonly total: bigint } | undefined,
  row: { readonly channelId: string; readonly sequence: bigint; readonly fee: bigint; readonly total: bigint },
): void {
  const isFirst = before?.channelId !== row.channelId
  // A period may leave receipts out; those that are there keep their numbers.
  const isNeighbour = isFirst ? row.sequence === 1n : row.sequence === (before?.sequence ?? 0n) + 1n
  const from = isFirst ? 0n : (before?.total ?? 0n)
  if (isNeighbour && from + row.fee !== row.total)
    throw new OpenLedgerError(
      usageErrors.USAGE_RECEIPT_MISSING,
      `Receipt ${row.sequence} of channel ${row.channelId} does not go on from the one before.`,
    )
}
