import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { waitFor } from '../stack/waitFor.ts'
import type { Session } from './session.ts'

/** Waits until the gateway serves models that were registered on chain. @throws CLI_TIMEOUT */
export async function waitUntilServed(
  session: Pick<Session, 'ledger'>,
  modelIds: readonly Hex32[],
  signal: AbortSignal,
): Promise<void> {
  const areServed = async () => {
    const { data } = await session.ledger.listModels()
    const served = data.filter((model) => model.openledger.servable).map((model) => model.openledger.modelId)
    return modelIds.every((modelId) => served.includes(modelId)) ? true : undefined
  }
  await waitFor('the gateway to serve the models', areServed, { timeoutMs: 60_000, signal })
}
