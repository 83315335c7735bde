import { createModelExport } from '@openledger/core/api/publishing.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { gatewayErrors } from '../../errors.ts'
import { defineHandler } from '../../http/apiHandler.ts'
import { findOwnJob } from '../../jobs/findOwnJob.ts'
import { startJob } from '../../jobs/trackedJobs.ts'

/** POST /v1/training/jobs/{id}/exports: has base and adapter put together. */
export const handler = defineHandler(createModelExport, async ({ account, params, body, deps }) => {
  const training = await findOwnJob(deps.db, account, params.id, 'train')
  const { jobId: trainingId, name, status } = training
  if (status !== 'succeeded')
    throw new OpenLedgerError(gatewayErrors.EXPORT_NOT_READY, `The training ${trainingId} is ${status}.`)
  const request = { trainingId, format: body.format }
  return { jobId: await startJob(deps, { kind: 'export', developer: account, name, request }) }
})
