import { estimateTraining } from '@openledger/core/api/estimates.ts'
import { defineHandler } from '../../http/apiHandler.ts'
import { estimateTraining as estimate } from '../../jobs/estimateTraining.ts'

/** POST /v1/training/estimates: the body of a training, of which nothing is started. */
export const handler = defineHandler(
  estimateTraining,
  async ({ account, body, deps }) => estimate(deps, account, body),
  {
    bodyBytesMax: 16 * 1024 * 1024,
  },
)
