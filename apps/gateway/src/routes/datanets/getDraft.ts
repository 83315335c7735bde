import { getDraft } from '@openledger/core/api/datanets.ts'
import { sortVersion, versionDataBytes, versionRoot } from '@openledger/core/data/versionData.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { ZERO_HEX32 } from '@openledger/core/primitives/hex.ts'
import { versions } from '@openledger/db/schema/versions.ts'
import { desc, eq } from 'drizzle-orm'
import { findDatanet } from '../../contributions/findDatanet.ts'
import { readCheckSettings } from '../../contributions/readCheckSettings.ts'
import { storeVersionRecords } from '../../contributions/storeVersionRecords.ts'
import { gatewayErrors } from '../../errors.ts'
import { defineHandler } from '../../http/apiHandler.ts'
import { takenRecords } from '../../reviews/takenRecords.ts'

/** GET /v1/datanets/{datanetId}/draft: the next version, for the owner to publish; its leaf file is stored already. */
export const handler = defineHandler(getDraft, async ({ account, params, deps }) => {
  const { datanetId, owner } = await findDatanet(deps.db, params.datanetId)
  if (account !== owner)
    throw new OpenLedgerError(gatewayErrors.AUTH_FORBIDDEN, `The owner of this Datanet is ${owner}, not ${account}.`)
  if ((await readCheckSettings(deps.db, datanetId)).recheck !== undefined)
    throw new OpenLedgerError(
      gatewayErrors.DATANET_BEING_CHECKED,
      'The records are being checked by settings that were set meanwhile.',
    )
  const [newest] = await deps.db
    .select({ root: versions.root })
    .from(versions)
    .where(eq(versions.datanetId, datanetId))
    .orderBy(desc(versions.number))
    .limit(1)
  const leaves = sortVersion(await takenRecords(deps.db, datanetId, newest?.root))
  const root = versionRoot(leaves)
  if (leaves.length === 0 || root === newest?.root) {
    throw new OpenLedgerError(
      gatewayErrors.DATANET_NOTHING_TO_PUBLISH,
      'No record was accepted that the newest version does not hold.',
    )
  }
  const dataHash = await deps.dataStore.put(versionDataBytes(leaves))
  await storeVersionRecords(deps.db, root, leaves)
  return { datanetId, leaves, root, count: leaves.length, dataHash, previousRoot: newest?.root ?? ZERO_HEX32 }
})
