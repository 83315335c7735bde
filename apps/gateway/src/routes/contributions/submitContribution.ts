import { submitContribution } from '@openledger/core/api/contributions.ts'
import { findContribution } from '../../contributions/readContribution.ts'
import { relayContribution } from '../../contributions/relayContribution.ts'
import { defineHandler } from '../../http/apiHandler.ts'

/** POST /v1/datanets/{datanetId}/contributions: relays a signed contribution to the chain. */
export const handler = defineHandler(submitContribution, async ({ params, body, deps }) => {
  const contributionId = await relayContribution(deps, params.datanetId, body)
  const { status } = await findContribution(deps.db, contributionId)
  return { contributionId, status }
})
