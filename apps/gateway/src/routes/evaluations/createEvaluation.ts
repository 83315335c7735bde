import { randomInt } from 'node:crypto'
import { createEvaluation } from '@openledger/core/api/evaluations.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { gatewayErrors } from '../../errors.ts'
import { assertAskable } from '../../evaluations/assertAskable.ts'
import { defineHandler } from '../../http/apiHandler.ts'
import { findOwnJob } from '../../jobs/findOwnJob.ts'
import { startJob } from '../../jobs/trackedJobs.ts'

/** POST /v1/evaluations: asks base and adapter of the developer's own training the questions. */
export const handler = defineHandler(
  createEvaluation,
  async ({ account, body, deps }) => {
    const training = await findOwnJob(deps.db, account, body.modelJobId, 'train')
    if (training.status !== 'succeeded') {
      throw new OpenLedgerError(
        gatewayErrors.EVALUATION_MODEL_NOT_READY,
        `The training ${body.modelJobId} is ${training.status}.`,
      )
    }
    await assertAskable(deps, account, body, training)
    // A seed that nobody chose: who judges pairs can't tell their sides from it.
    const request = { ...body, seed: body.seed ?? randomInt(2 ** 32) }
    return { jobId: await startJob(deps, { kind: 'evaluate', developer: account, name: training.name, request }) }
  },
  { bodyBytesMax: 16 * 1024 * 1024 },
)
