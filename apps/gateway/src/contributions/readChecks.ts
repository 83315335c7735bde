import type { DatanetChecks } from '@openledger/core/api/checks.ts'
import type { Hash32 } from '@openledger/core/api/primitives.ts'
import type { Database } from '@openledger/db/database.ts'
import { countChecked } from './checkDatanet.ts'
import { readCheckSettings } from './readCheckSettings.ts'

/** A Datanet's check settings as the API shows them, with how far its recheck is. */
export async function readChecks(db: Database, datanetId: Hash32): Promise<DatanetChecks> {
  const { settings, recheck } = await readCheckSettings(db, datanetId)
  return { ...settings, recheck: recheck === undefined ? null : await countChecked(db, datanetId) }
}
