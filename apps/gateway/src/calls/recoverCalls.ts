import { apiKeys } from '@openledger/db/schema/apiKeys.ts'
import { calls } from '@openledger/db/schema/calls.ts'
import { channels } from '@openledger/db/schema/channels.ts'
import { eq, sql } from 'drizzle-orm'
import type { AnyPgColumn } from 'drizzle-orm/pg-core'
import type { GatewayDeps } from '../gatewayDeps.ts'

/**
 * Releases the calls that died with an earlier process: still reserved, without a receipt. They were not settled, so
 * they are uncharged and `failed`; in the same transaction the reservations of channels and keys are set to what is left:
 * those of calls whose voucher is due.
 * Run it before the first call is taken.
 *
 * @returns how many calls were released
 */
export async function recoverCalls({
  db,
  clock,
  logger,
}: Pick<GatewayDeps, 'db' | 'clock' | 'logger'>): Promise<number> {
  const released = await db.transaction(async (transaction) => {
    const dead = await transaction
      .update(calls)
      .set({
        status: 'failed',
        errorCode: 'GATEWAY_RESTARTED',
        finishReason: 'error',
        settledAt: new Date(clock.now()),
      })
      .where(eq(calls.status, 'reserved'))
      .returning({ callId: calls.callId })
    const unpaid = (of: typeof calls.channelId | typeof calls.apiKeyId, id: AnyPgColumn) =>
      sql`coalesce((SELECT sum(${calls.reservedAmount}) FROM ${calls} WHERE ${of} = ${id} AND ${calls.status} = 'unpaid'), 0)`
    await transaction.update(channels).set({ reserved: unpaid(calls.channelId, channels.channelId) })
    await transaction.update(apiKeys).set({ reserved: unpaid(calls.apiKeyId, apiKeys.id) })
    return dead.length
  })
  if (released > 0) logger.warn({ calls: released }, 'released uncharged the calls that an earlier process left open')
  return released
}
