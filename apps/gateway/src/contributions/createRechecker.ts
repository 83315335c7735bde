import type { Hash32 } from '@openledger/core/api/primitives.ts'
import { datanetChecks } from '@openledger/db/schema/datanetChecks.ts'
import { isNotNull } from 'drizzle-orm'
import type { GatewayDeps } from '../gatewayDeps.ts'
import { recheckDatanet } from './recheckDatanet.ts'

/** Before a recheck that failed is tried again, ms. */
const AGAIN_MS = 30_000

/** Rechecks Datanets behind the requests that asked for it, one at a time. */
export type Rechecker = {
  /** A recheck of this Datanet is wanted: the table says so. */
  readonly begin: (datanetId: Hash32) => void
  /** Lets no more begin and waits for the step that is under way; the next start goes on. */
  readonly stop: () => Promise<void>
}

/** A rechecker that goes on with what an earlier process left undone. */
export async function createRechecker(deps: Pick<GatewayDeps, 'db' | 'contents' | 'logger'>): Promise<Rechecker> {
  const wanted = new Set<Hash32>()
  let running: Promise<void> | undefined
  let stopped = false
  const work = async () => {
    for (const datanetId of wanted) {
      // Taken off first: who wants it again meanwhile puts it at the end.
      wanted.delete(datanetId)
      try {
        await recheckDatanet(deps, datanetId, () => stopped)
      } catch (error) {
        deps.logger.error({ error: String(error), datanetId }, 'rechecking a Datanet failed; it is tried again')
        setTimeout(() => begin(datanetId), AGAIN_MS).unref()
      }
    }
    running = undefined
  }
  const begin = (datanetId: Hash32) => {
    if (stopped) return
    wanted.add(datanetId)
    running ??= work()
  }
  const undone = await deps.db
    .select({ datanetId: datanetChecks.datanetId })
    .from(datanetChecks)
    .where(isNotNull(datanetChecks.recheck))
  for (const { datanetId } of undone) begin(datanetId)
  return {
    begin,
    stop: async () => {
      stopped = true
      wanted.clear()
      await running
    },
  }
}
