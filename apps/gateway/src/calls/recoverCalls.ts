import { apiKeys } from '@openledger/db/schema/apiKeys.ts'
import { calls } from '@openledger/db/schema/calls.ts'
import { channels } from '@openledger/db/schema/channels.ts'
import { eq } from 'drizzle-orm'
import type { GatewayDeps } from '../gatewayDeps.ts'

/**
 * Releases the calls that died with an earlier process: still reserved, without a receipt. They were not settled, so
 * they are uncharged and `failed`; in the same transaction the reservations of channels and keys are set to what is left:
 * nothing.
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
    await transaction.update(channels).set({ reserved: 0n })
    await transaction.update(apiKeys).set({ reserved: 0n })
    return dead.length
  })
  if (released > 0) logger.warn({ calls: released }, 'released uncharged the calls that an earlier process left open')
  return released
}
