import { listReviewBoard } from '@openledger/core/api/reviews.ts'
import { findDatanet } from '../../contributions/findDatanet.ts'
import { defineHandler } from '../../http/apiHandler.ts'
import { leaderboard } from '../../reviews/leaderboard.ts'
import { meritsOf } from '../../reviews/meritsOf.ts'

/** GET /v1/datanets/{datanetId}/review/leaderboard: whose reviews are good, however many they are. */
export const handler = defineHandler(listReviewBoard, async ({ params, deps: { db, clock } }) => {
  const { datanetId } = await findDatanet(db, params.datanetId)
  return { data: leaderboard(await meritsOf(db, datanetId, Math.floor(clock.now() / 1000))) }
})
