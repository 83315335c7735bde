import type { Reading } from '@openledger/core/api/access.ts'
import { isOpenLicence } from '@openledger/data/record/openLicences.ts'
import type { Database } from '@openledger/db/database.ts'
import type { datanets } from '@openledger/db/schema/datanets.ts'
import { visibilities } from '@openledger/db/schema/visibilities.ts'
import { eq } from 'drizzle-orm'

/** A Datanet is public where its owner opened it and its licence still allows it. */
export async function visibilityOf(
  db: Database,
  { datanetId, licence }: Pick<typeof datanets.$inferSelect, 'datanetId' | 'licence'>,
): Promise<Reading['visibility']> {
  const [row] = await db.select().from(visibilities).where(eq(visibilities.datanetId, datanetId))
  return row?.visibility === 'public' && isOpenLicence(licence) ? 'public' : 'private'
}
