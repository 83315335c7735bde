import type { ContributionSummary } from '@openledger/core/api/contributions.ts'
import type { Address, Hash32 } from '@openledger/core/api/primitives.ts'
import type { Database } from '@openledger/db/database.ts'
import { contributions } from '@openledger/db/schema/contributions.ts'
import { records } from '@openledger/db/schema/records.ts'
import { and, count, desc, eq, inArray, sql } from 'drizzle-orm'

/** Contributions of a page. */
const PAGE = 50

/**
 * A Datanet's contributions, the newest first. Two queries, however many records.
 *
 * @param query.contributor whose alone; all unless given
 * @param query.after the last one of the page before
 */
export async function listContributions(
  db: Database,
  datanetId: Hash32,
  query: { readonly contributor?: Address | undefined; readonly after?: Hash32 | undefined },
): Promise<{ readonly data: ContributionSummary[]; readonly next: Hash32 | null }> {
  const { contributor, after } = query
  const rows = await db
    .select()
    .from(contributions)
    .where(
      and(
        eq(contributions.datanetId, datanetId),
        contributor === undefined ? undefined : eq(contributions.contributor, contributor),
        after === undefined
          ? undefined
          : sql`(${contributions.createdAt}, ${contributions.contributionId}) < (
              SELECT created_at, contribution_id FROM contributions AS last WHERE last.contribution_id = ${after})`,
      ),
    )
    .orderBy(desc(contributions.createdAt), desc(contributions.contributionId))
    .limit(PAGE + 1)
  const page = rows.slice(0, PAGE)
  const ids = page.map(({ contributionId }) => contributionId)
  const counts =
    ids.length === 0
      ? []
      : await db
          .select({ contributionId: records.contributionId, verdict: records.verdict, records: count() })
          .from(records)
          .where(inArray(records.contributionId, ids))
          .groupBy(records.contributionId, records.verdict)
  const data = page.map(({ contributionId, contributor: by, count: size, status, createdAt }) => {
    const of = (verdict: string) =>
      counts.find((row) => row.contributionId === contributionId && row.verdict === verdict)?.records ?? 0
    const [accepted, marked, refused] = [of('accept'), of('mark'), of('refuse')]
    return {
      contributionId,
      contributor: by,
      count: size,
      status,
      createdAt: Math.floor(createdAt.getTime() / 1000),
      records: { accepted, marked, refused, pending: Math.max(0, size - accepted - marked - refused) },
    }
  })
  return { data, next: rows.length > PAGE ? (ids.at(-1) ?? null) : null }
}
