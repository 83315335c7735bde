import { getTrainingCurves } from '@openledger/core/api/training.ts'
import { defineHandler } from '../../http/apiHandler.ts'
import { findOwnJob } from '../../jobs/findOwnJob.ts'
import { readCurves } from '../../jobs/readCurves.ts'

const POINTS = 1_000

/** GET /v1/training/jobs/{id}/curves: the whole history of an own training. */
export const handler = defineHandler(getTrainingCurves, async ({ account, params, query, deps }) =>
  readCurves(deps.db, await findOwnJob(deps.db, account, params.id, 'train'), query.points ?? POINTS),
)
