import { listReads } from '@openledger/core/api/access.ts'
import { hash32Schema } from '@openledger/core/api/primitives.ts'
import { contentReads } from '@openledger/db/schema/contentReads.ts'
import { and, desc, eq, lt } from 'drizzle-orm'
import { z } from 'zod'
import { defineHandler } from '../../http/apiHandler.ts'
import { findOwned } from '../../reading/findOwned.ts'

/** Readings of a page. */
const PAGE = 100
const commitmentsSchema = z.array(hash32Schema).nullable()

/** GET /v1/datanets/{datanetId}/reads: the log of private contents, for the owner. */
export const handler = defineHandler(listReads, async ({ account, params, query, deps }) => {
  const { datanetId } = await findOwned(deps.db, params.datanetId, account)
  const rows = await deps.db
    .select()
    .from(contentReads)
    .where(
      and(
        eq(contentReads.datanetId, datanetId),
        query.before === undefined ? undefined : lt(contentReads.id, query.before),
      ),
    )
    .orderBy(desc(contentReads.id))
    .limit(PAGE + 1)
  const page = rows.slice(0, PAGE)
  return {
    data: page.map(({ datanetId: _datanet, createdAt, commitments, ...row }) => ({
      ...row,
      // The review is blind: its decider, whose record it may be, would read here who gave which answer.
      commitments: row.right === 'reviewer' ? [] : commitmentsSchema.parse(commitments),
      at: Math.floor(createdAt.getTime() / 1000),
    })),
    next: rows.length > PAGE ? (page.at(-1)?.id ?? null) : null,
  }
})
