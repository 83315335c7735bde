import type { Hash32 } from '@openledger/core/api/primitives.ts'
import type { listVersionRecords } from '@openledger/core/api/versions.ts'
import type { Database } from '@openledger/db/database.ts'
import { records } from '@openledger/db/schema/records.ts'
import { versionRecords } from '@openledger/db/schema/versionRecords.ts'
import { and, arrayContains, asc, eq, gt, gte, lte, type SQL, sql } from 'drizzle-orm'
import type { z } from 'zod'
import type { VersionRow } from './findVersion.ts'

/** What a page of records is asked for with; `words` as the contents' key has them. */
export type PageQuery = Omit<z.output<typeof listVersionRecords.query>, 'search' | 'content'> & {
  readonly words?: readonly bigint[] | undefined
}

/**
 * Reads the next records of a version in its order. Both ways follow an index from the cursor on: without filters the
 * version's positions, with filters the Datanet's records by commitment, which is the order of a version's leaves.
 *
 * @returns at most `limit` rows, contents still sealed, and where the next page starts
 */
export async function readPage(db: Database, { root, datanetId }: VersionRow, query: PageQuery, limit: number) {
  const filters = filtersOf(query)
  const rows = await (filters.length === 0
    ? unfiltered(db, root, query.after, limit + 1)
    : filtered(db, { root, datanetId }, [...filters, ...afterOf(query.after)], limit + 1))
  const page = rows.slice(0, limit)
  return { rows: page, next: rows.length > limit ? (page.at(-1)?.commitment ?? null) : null }
}

const FACTS = {
  commitment: records.commitment,
  contributor: records.contributor,
  kind: records.kind,
  verdict: records.verdict,
  code: records.code,
  length: records.length,
  language: records.language,
  revoked: records.revoked,
  content: records.content,
} as const

async function unfiltered(db: Database, root: Hash32, after: Hash32 | undefined, limit: number) {
  const place = sql`(SELECT v.position FROM ${versionRecords} v WHERE v.root = ${root} AND v.commitment = ${after})`
  return db
    .select({ ...FACTS, position: versionRecords.position })
    .from(versionRecords)
    .innerJoin(records, eq(records.commitment, versionRecords.commitment))
    .where(
      and(eq(versionRecords.root, root), after === undefined ? undefined : sql`${versionRecords.position} > ${place}`),
    )
    .orderBy(asc(versionRecords.position))
    .limit(limit)
}

/** The limit inside keeps the planner from turning the join round: it must come record by record, in the index's order. */
async function filtered(
  db: Database,
  { root, datanetId }: Pick<VersionRow, 'root' | 'datanetId'>,
  filters: readonly SQL[],
  limit: number,
) {
  const here = db
    .select({ position: versionRecords.position })
    .from(versionRecords)
    .where(and(eq(versionRecords.commitment, records.commitment), eq(versionRecords.root, root)))
    .limit(1)
    .as('here')
  return db
    .select({ ...FACTS, position: here.position })
    .from(records)
    .crossJoinLateral(here)
    .where(and(eq(records.datanetId, datanetId), ...filters))
    .orderBy(asc(records.commitment))
    .limit(limit)
}

const afterOf = (after: Hash32 | undefined): SQL[] => (after === undefined ? [] : [gt(records.commitment, after)])

function filtersOf({ kind, verdict, contributor, language, min, max, words }: PageQuery): SQL[] {
  return [
    kind === undefined ? undefined : eq(records.kind, kind),
    verdict === undefined ? undefined : eq(records.verdict, verdict),
    contributor === undefined ? undefined : eq(records.contributor, contributor),
    language === undefined ? undefined : eq(records.language, language),
    min === undefined ? undefined : gte(records.length, min),
    max === undefined ? undefined : lte(records.length, max),
    words === undefined ? undefined : arrayContains(records.words, [...words]),
  ].filter((filter) => filter !== undefined)
}
