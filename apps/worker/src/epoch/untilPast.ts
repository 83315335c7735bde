import { setTimeout as sleep } from 'node:timers/promises'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { EpochChain } from '../chain/epochChain.ts'
import { workerErrors } from '../errors.ts'

/**
 * Waits until a time is past on chain: every further block is later. Then what the registries say of that time is final,
 * and an epoch with a receipt of that time may be posted.
 * @param time Unix seconds
 * @throws EPOCH_STUCK when it is not past within `limit_ms`, as when a clock was wrong; the job is tried again
 */
export async function untilPast(
  chain: Pick<EpochChain, 'nextTime'>,
  time: bigint,
  limit_ms = 60_000,
  interval_ms = 200,
): Promise<void> {
  for (let waited_ms = 0; ; waited_ms += interval_ms) {
    const next = await chain.nextTime()
    if (next > time) return
    if (waited_ms >= limit_ms) {
      throw new OpenLedgerError(
        workerErrors.EPOCH_STUCK,
        `A receipt is from ${time}, the chain is at ${next}: the epoch waits until that is past.`,
      )
    }
    await sleep(interval_ms)
  }
}
