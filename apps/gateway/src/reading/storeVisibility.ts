import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { isOpenLicence } from '@openledger/data/record/openLicences.ts'
import type { Database } from '@openledger/db/database.ts'
import { contributions } from '@openledger/db/schema/contributions.ts'
import type { datanets } from '@openledger/db/schema/datanets.ts'
import { visibilities } from '@openledger/db/schema/visibilities.ts'
import { and, eq, isNotNull } from 'drizzle-orm'
import { readEvents } from '../indexer/keepEvent.ts'
import { readingErrors } from './errors.ts'

type DatanetRow = Pick<typeof datanets.$inferSelect, 'datanetId' | 'owner' | 'licence'>

/**
 * Keeps what the owner decided. Opening is allowed only where every record came under a licence that lets anybody read it:
 * the licence that held at a contribution is what its contributor agreed to.
 *
 * @param db a transaction that holds the Datanet's lock
 * @throws VISIBILITY_LICENCE_CLOSED
 */
export async function storeVisibility(
  db: Database,
  datanet: DatanetRow,
  visibility: (typeof visibilities.$inferInsert)['visibility'],
): Promise<void> {
  if (visibility === 'public') await assertOpenable(db, datanet)
  const { datanetId, owner, licence } = datanet
  const row = { visibility, setBy: owner, licence, updatedAt: new Date() }
  await db
    .insert(visibilities)
    .values({ datanetId, ...row })
    .onConflictDoUpdate({ target: visibilities.datanetId, set: row })
}

async function assertOpenable(db: Database, { datanetId, licence }: DatanetRow): Promise<void> {
  const refuse = (what: string): never => {
    throw new OpenLedgerError(readingErrors.VISIBILITY_LICENCE_CLOSED, what, { details: { datanetId } })
  }
  if (!isOpenLicence(licence))
    refuse(licence === '' ? 'The Datanet names no licence.' : `Its licence, ${licence}, does not let anybody read it.`)
  const named = await readEvents(db, datanetId, ['LicenceSet'])
  const registered = await db
    .select({ block: contributions.blockNumber, log: contributions.logIndex })
    .from(contributions)
    .where(and(eq(contributions.datanetId, datanetId), isNotNull(contributions.blockNumber)))
  for (const { block, log } of registered) {
    const held = named.findLast(
      ({ blockNumber, logIndex }) => blockNumber < (block ?? 0n) || (blockNumber === block && logIndex < (log ?? 0)),
    )
    const name = held?.args.name ?? ''
    if (!isOpenLicence(name)) refuse(`Records came in block ${block} under ${name === '' ? 'no licence' : name}.`)
  }
}
