import { putPublication } from '@openledger/core/api/publishing.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { publications } from '@openledger/db/schema/publications.ts'
import { gatewayErrors } from '../../errors.ts'
import { findEvaluation, requestOf } from '../../evaluations/findEvaluation.ts'
import { defineHandler } from '../../http/apiHandler.ts'
import { findOwnJob } from '../../jobs/findOwnJob.ts'

/** PUT /v1/training/jobs/{id}/publication: the licence, and the evaluation whose figures everybody may see. */
export const handler = defineHandler(putPublication, async ({ account, params, body, deps }) => {
  const { jobId } = await findOwnJob(deps.db, account, params.id, 'train')
  const { licence, evaluationId } = body
  if (evaluationId !== null) {
    const evaluation = await findEvaluation(deps.db, evaluationId, account)
    if (requestOf(evaluation).modelJobId !== jobId)
      throw new OpenLedgerError(
        gatewayErrors.EVALUATION_NOT_FOUND,
        `The evaluation ${evaluationId} is of another training.`,
      )
    if (evaluation.status !== 'succeeded')
      throw new OpenLedgerError(
        gatewayErrors.EVALUATION_NOT_READY,
        `The evaluation ${evaluationId} is ${evaluation.status}.`,
      )
  }
  const said = { licence, evaluationId, updatedAt: new Date() }
  await deps.db
    .insert(publications)
    .values({ trainingId: jobId, ...said })
    .onConflictDoUpdate({ target: publications.trainingId, set: said })
  return { licence, evaluationId }
})
