import { listFineTuningEvents } from '@openledger/core/api/fineTuning.ts'
import { findFineTuning } from '../../fineTuning/findFineTuning.ts'
import { readEvents } from '../../fineTuning/readEvents.ts'
import { sequenceOf, toFineTuningEvent } from '../../fineTuning/toFineTuningEvent.ts'
import { defineHandler } from '../../http/apiHandler.ts'

/** GET /v1/fine_tuning/jobs/{id}/events: newest first. */
export const handler = defineHandler(listFineTuningEvents, async ({ account, params, query, deps }) => {
  const { jobId } = await findFineTuning(deps.db, account, params.id)
  const page = { limit: query.limit ?? 20, before: sequenceOf(query.after) }
  const { rows, more } = await readEvents(deps.db, jobId, page)
  return { object: 'list' as const, data: rows.map(toFineTuningEvent), has_more: more }
})
