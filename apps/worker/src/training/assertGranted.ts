import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { Address } from '@openledger/core/primitives/address.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { datanets } from '@openledger/db/schema/datanets.ts'
import { inArray } from 'drizzle-orm'
import { workerErrors } from '../errors.ts'
import type { WorkerDeps } from '../workerDeps.ts'

/**
 * Asserts that a developer's grants hold now, by the later of this machine's clock and the chain's. They were checked
 * when the training was asked for, but it may wait and run for hours: whoever grants until a time, or revokes, has a
 * training end then, and what it had learnt is registered nowhere.
 *
 * @throws TRAIN_GRANT_ENDED, and what reading the chain throws
 */
export async function assertGranted(
  { db, chain }: Pick<WorkerDeps, 'db' | 'chain'>,
  developer: Address,
  datanetIds: readonly Hex32[],
): Promise<void> {
  const known = await db
    .select({ datanetId: datanets.datanetId, owner: datanets.owner })
    .from(datanets)
    .where(inArray(datanets.datanetId, [...datanetIds]))
  const chain_s = Number(await chain.now())
  const now_s = BigInt(Math.max(chain_s, Math.floor(Date.now() / 1000)))
  for (const datanetId of datanetIds) {
    if (known.some((datanet) => datanet.datanetId === datanetId && datanet.owner === developer)) continue
    if ((await chain.grantExpiry(datanetId, developer)) >= now_s) continue
    throw new OpenLedgerError(
      workerErrors.TRAIN_GRANT_ENDED,
      `${developer} has no grant from the Datanet ${datanetId} any more.`,
      { details: { datanetId } },
    )
  }
}
