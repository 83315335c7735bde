import { listFineTuningCheckpoints } from '@openledger/core/api/fineTuning.ts'
import { findFineTuning } from '../../fineTuning/findFineTuning.ts'
import { listCheckpoints } from '../../fineTuning/listCheckpoints.ts'
import { sequenceOf } from '../../fineTuning/toFineTuningEvent.ts'
import { defineHandler } from '../../http/apiHandler.ts'

/** GET /v1/fine_tuning/jobs/{id}/checkpoints: newest first. */
export const handler = defineHandler(listFineTuningCheckpoints, async ({ account, params, query, deps }) => {
  const job = await findFineTuning(deps.db, account, params.id)
  const page = { limit: query.limit ?? 10, before: sequenceOf(query.after) }
  const { data, more } = await listCheckpoints(deps.db, job, page)
  const ids = { first_id: data[0]?.id ?? null, last_id: data.at(-1)?.id ?? null }
  return { object: 'list' as const, data, ...ids, has_more: more }
})
