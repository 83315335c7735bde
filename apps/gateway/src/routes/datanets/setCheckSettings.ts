import { randomUUID } from 'node:crypto'
import { setCheckSettings } from '@openledger/core/api/checks.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { datanetChecks } from '@openledger/db/schema/datanetChecks.ts'
import { findDatanet } from '../../contributions/findDatanet.ts'
import { readChecks } from '../../contributions/readChecks.ts'
import { gatewayErrors } from '../../errors.ts'
import { defineHandler } from '../../http/apiHandler.ts'

/** PUT /v1/datanets/{datanetId}/checks: the owner says what the Datanet asks of records; those that are here are checked by it behind the answer. */
export const handler = defineHandler(setCheckSettings, async ({ account, params, body, deps }) => {
  const { datanetId, owner } = await findDatanet(deps.db, params.datanetId)
  if (account !== owner)
    throw new OpenLedgerError(gatewayErrors.AUTH_FORBIDDEN, `The owner of this Datanet is ${owner}, not ${account}.`)
  const change = { settings: body, recheck: randomUUID(), updatedAt: new Date() }
  await deps.db
    .insert(datanetChecks)
    .values({ datanetId, ...change })
    .onConflictDoUpdate({ target: datanetChecks.datanetId, set: change })
  const answer = await readChecks(deps.db, datanetId)
  deps.rechecker.begin(datanetId)
  return answer
})
