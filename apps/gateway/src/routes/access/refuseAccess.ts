import { refuseAccess } from '@openledger/core/api/access.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { accessRequests } from '@openledger/db/schema/accessRequests.ts'
import { readAccess } from '../../access/readAccess.ts'
import { lockDatanet } from '../../contributions/lockDatanet.ts'
import { defineHandler } from '../../http/apiHandler.ts'
import { readingErrors } from '../../reading/errors.ts'
import { findOwned } from '../../reading/findOwned.ts'

/** POST /v1/datanets/{datanetId}/access/{developer}/refusal: the owner says no, and why. A request that comes after it is open again. */
export const handler = defineHandler(refuseAccess, async ({ account, params, body, deps }) => {
  const { datanetId, developer } = params
  const now_s = await deps.ledgerTime()
  return deps.db.transaction(async (transaction) => {
    await lockDatanet(transaction, datanetId)
    await findOwned(transaction, datanetId, account)
    const [entry] = await readAccess(transaction, datanetId, now_s, developer)
    if (entry?.state !== 'asked' || entry.requested === null)
      throw new OpenLedgerError(readingErrors.ACCESS_REQUEST_NOT_FOUND, `${developer} has no open request here.`)
    const refusedBlock = BigInt(entry.requested.blockNumber)
    const refused = { refusal: body.reason, refusedBy: account, refusedAt: new Date(deps.clock.now()), refusedBlock }
    await transaction
      .insert(accessRequests)
      .values({ datanetId, developer, ...refused })
      .onConflictDoUpdate({ target: [accessRequests.datanetId, accessRequests.developer], set: refused })
    const [after] = await readAccess(transaction, datanetId, now_s, developer)
    if (after === undefined) throw new Error(`the request of ${developer} is gone`)
    return after
  })
})
