import { listReviewDatanets } from '@openledger/core/api/reviews.ts'
import { datanets } from '@openledger/db/schema/datanets.ts'
import { reviewPolicies } from '@openledger/db/schema/reviewPolicies.ts'
import { asc, eq } from 'drizzle-orm'
import { defineHandler } from '../../http/apiHandler.ts'
import { standingOf } from '../../reviews/standingOf.ts'

/** GET /v1/reviews: every Datanet that is reviewed, with the caller's standing in it. */
export const handler = defineHandler(listReviewDatanets, async ({ account, deps }) => {
  const rows = await deps.db
    .select({ datanetId: datanets.datanetId, slug: datanets.slug })
    .from(reviewPolicies)
    .innerJoin(datanets, eq(datanets.datanetId, reviewPolicies.datanetId))
    .orderBy(asc(datanets.slug), asc(datanets.datanetId))
  const data = []
  for (const row of rows) data.push({ ...row, standing: await standingOf(deps, row.datanetId, account) })
  return { data }
})
