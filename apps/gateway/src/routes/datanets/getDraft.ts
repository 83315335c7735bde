import { getDraft } from '@openledger/core/api/datanets.ts'
import { sortVersion, versionDataBytes, versionRoot } from '@openledger/core/data/versionData.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { ZERO_HEX32 } from '@openledger/core/primitives/hex.ts'
import { records } from '@openledger/db/schema/records.ts'
import { versions } from '@openledger/db/schema/versions.ts'
import { and, desc, eq, inArray, isNotNull } from 'drizzle-orm'
import { findDatanet } from '../../contributions/findDatanet.ts'
import { storeVersionRecords } from '../../contributions/storeVersionRecords.ts'
import { gatewayErrors } from '../../errors.ts'
import { defineHandler } from '../../http/apiHandler.ts'

/** GET /v1/datanets/{datanetId}/draft: the next version, for the owner to publish; its leaf file is stored already. */
export const handler = defineHandler(getDraft, async ({ account, params, deps }) => {
  const { datanetId, owner } = await findDatanet(deps.db, params.datanetId)
  if (account !== owner)
    throw new OpenLedgerError(gatewayErrors.AUTH_FORBIDDEN, `The owner of this Datanet is ${owner}, not ${account}.`)
  const taken = await deps.db
    .select({ commitment: records.commitment, contributor: records.contributor })
    .from(records)
    .where(
      and(
        eq(records.datanetId, datanetId),
        inArray(records.verdict, ['accept', 'mark']),
        eq(records.revoked, false),
        isNotNull(records.content),
        isNotNull(records.registeredOrder),
      ),
    )
  const [newest] = await deps.db
    .select({ root: versions.root })
    .from(versions)
    .where(eq(versions.datanetId, datanetId))
    .orderBy(desc(versions.number))
    .limit(1)
  const leaves = sortVersion(taken)
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
