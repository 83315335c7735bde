import { listDisputes } from '@openledger/core/api/datanets.ts'
import { disputes } from '@openledger/db/schema/disputes.ts'
import { asc, eq } from 'drizzle-orm'
import { findDatanet } from '../../contributions/findDatanet.ts'
import { defineHandler } from '../../http/apiHandler.ts'

/** GET /v1/datanets/{datanetId}/disputes: who disputes which record, and what was decided. */
export const handler = defineHandler(listDisputes, async ({ params, deps }) => {
  const { datanetId } = await findDatanet(deps.db, params.datanetId)
  const rows = await deps.db
    .select()
    .from(disputes)
    .where(eq(disputes.datanetId, datanetId))
    .orderBy(asc(disputes.blockNumber), asc(disputes.disputeId))
  return { data: rows.map(({ blockNumber: _block, createdAt: _at, ...dispute }) => dispute) }
})
