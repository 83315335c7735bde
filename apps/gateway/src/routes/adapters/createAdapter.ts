import { createAdapter } from '@openledger/core/api/adapters.ts'
import { parseSource } from '@openledger/engine/store/parseSource.ts'
import { requireOperator } from '../../auth/requireOperator.ts'
import { defineHandler } from '../../http/apiHandler.ts'
import { startJob } from '../../jobs/trackedJobs.ts'

/** POST /v1/adapters: has the worker take an adapter into the store. Operator only: it reads the node's folders. */
export const handler = defineHandler(createAdapter, async ({ account, body, deps }) => {
  requireOperator(account, deps, 'adds adapters')
  const { kind } = parseSource(body.source)
  return {
    jobId: await startJob(deps, { kind: 'adapter', developer: account, name: `adapter ${kind}`, request: body }),
  }
})
