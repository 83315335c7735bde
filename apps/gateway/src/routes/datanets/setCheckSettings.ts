import { setCheckSettings } from '@openledger/core/api/checks.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { datanetChecks } from '@openledger/db/schema/datanetChecks.ts'
import { checkDatanet } from '../../contributions/checkDatanet.ts'
import { findDatanet } from '../../contributions/findDatanet.ts'
import { lockDatanet } from '../../contributions/lockDatanet.ts'
import { gatewayErrors } from '../../errors.ts'
import { defineHandler } from '../../http/apiHandler.ts'

/** PUT /v1/datanets/{datanetId}/checks: the owner says what the Datanet asks of records; those that are here are checked by it at once. */
export const handler = defineHandler(setCheckSettings, async ({ account, params, body, deps }) => {
  await deps.db.transaction(async (transaction) => {
    await lockDatanet(transaction, params.datanetId)
    const { datanetId, owner } = await findDatanet(transaction, params.datanetId)
    if (account !== owner)
      throw new OpenLedgerError(gatewayErrors.AUTH_FORBIDDEN, `The owner of this Datanet is ${owner}, not ${account}.`)
    const change = { settings: body, updatedAt: new Date() }
    await transaction
      .insert(datanetChecks)
      .values({ datanetId, ...change })
      .onConflictDoUpdate({ target: datanetChecks.datanetId, set: change })
    await checkDatanet(transaction, deps.contents, datanetId)
  })
  return body
})
