import { getPublication } from '@openledger/core/api/publishing.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { gatewayErrors } from '../../errors.ts'
import { defineHandler } from '../../http/apiHandler.ts'
import { findOwnJob } from '../../jobs/findOwnJob.ts'
import { publicationOf } from '../../publishing/publicationOf.ts'

/** GET /v1/training/jobs/{id}/publication: for the training's developer. */
export const handler = defineHandler(getPublication, async ({ account, params, deps }) => {
  const { jobId } = await findOwnJob(deps.db, account, params.id, 'train')
  const known = await publicationOf(deps.db, jobId)
  if (known !== undefined) return known
  throw new OpenLedgerError(gatewayErrors.PUBLICATION_NOT_FOUND, `Nothing was said of the training ${jobId} yet.`)
})
