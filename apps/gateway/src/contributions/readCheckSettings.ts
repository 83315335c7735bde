import { type CheckSettings, checkSettingsSchema } from '@openledger/core/api/checks.ts'
import type { Hash32 } from '@openledger/core/api/primitives.ts'
import type { Database } from '@openledger/db/database.ts'
import { datanetChecks } from '@openledger/db/schema/datanetChecks.ts'
import { eq } from 'drizzle-orm'

/**
 * What a Datanet asks of its records, which run of the checks was its last, and, while records wait to be checked by these
 * settings, what that recheck is known by.
 */
export async function readCheckSettings(
  db: Database,
  datanetId: Hash32,
): Promise<{
  readonly settings: CheckSettings
  readonly run: string | undefined
  readonly recheck: string | undefined
}> {
  const [row] = await db.select().from(datanetChecks).where(eq(datanetChecks.datanetId, datanetId))
  return {
    settings: checkSettingsSchema.parse(row?.settings ?? {}),
    run: row?.run ?? undefined,
    recheck: row?.recheck ?? undefined,
  }
}
