import { type Epoch, epochHash } from '@openledger/core/epoch/epoch.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { EpochChain, PostedEpoch } from '../chain/epochChain.ts'
import { workerErrors } from '../errors.ts'

/**
 * Step 6 of an epoch: posts it under bond, unless it is there already.
 *
 * @returns the epoch as the chain knows it.
 * @throws EPOCH_STUCK when another epoch stands on chain under this number.
 */
export async function postEpoch(chain: EpochChain, epoch: Epoch): Promise<PostedEpoch> {
  const there = await chain.epochOf(epoch.number)
  if (there.status === 'none') {
    await chain.ensureBond(`epoch:${epoch.number}:bond`, epoch.payouts.sum)
    await chain.postEpoch(`epoch:${epoch.number}:post`, epoch)
  }
  const posted = await chain.epochOf(epoch.number)
  if (posted.epochHash === epochHash(epoch)) return posted
  throw new OpenLedgerError(workerErrors.EPOCH_STUCK, `Epoch ${epoch.number} stands on chain with another content.`)
}
