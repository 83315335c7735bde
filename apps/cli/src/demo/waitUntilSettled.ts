import { createOpenLedger } from '@openledger/sdk/index.ts'
import type { Session } from '../operations/session.ts'
import { waitFor } from '../stack/waitFor.ts'

/**
 * Waits until every call of a run is settled: a call that the caller cut off is billed a moment after the caller has
 * left, and belongs to the epoch that closes now.
 * @returns the epoch that holds them all already, closed by a try that was killed; null when some are in none yet
 * @throws CLI_TIMEOUT when a call is still open after a minute
 */
export async function waitUntilSettled(
  session: Session,
  options: { readonly callIds: readonly string[]; readonly apiKey: string; readonly signal: AbortSignal },
): Promise<number | null> {
  const app = await createOpenLedger({ gatewayUrl: session.gatewayUrl, apiKey: options.apiKey })
  const epochs: (number | null)[] = []
  for (const callId of options.callIds) {
    const settled = async () => {
      const call = await app.getCall(callId)
      return call.status === 'reserved' ? undefined : call
    }
    const limits = { timeoutMs: 60_000, signal: options.signal }
    epochs.push((await waitFor(`call ${callId} to be settled`, settled, limits)).epoch)
  }
  const known = epochs.filter((epoch) => epoch !== null)
  return known.length === epochs.length && known.length > 0 ? Math.max(...known) : null
}
