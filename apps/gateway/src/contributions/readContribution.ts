import type { Contribution } from '@openledger/core/api/contributions.ts'
import type { Hash32 } from '@openledger/core/api/primitives.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { hex32Schema } from '@openledger/core/primitives/hex.ts'
import type { Database } from '@openledger/db/database.ts'
import { contributions } from '@openledger/db/schema/contributions.ts'
import { records } from '@openledger/db/schema/records.ts'
import { and, eq, inArray } from 'drizzle-orm'
import { z } from 'zod'
import { gatewayErrors } from '../errors.ts'

/** A contribution's row, its commitments read. */
export type StoredContribution = Omit<typeof contributions.$inferSelect, 'commitments'> & {
  readonly commitments: Hash32[]
}

/** @throws CONTRIBUTION_NOT_FOUND */
export async function findContribution(db: Database, contributionId: Hash32): Promise<StoredContribution> {
  const [row] = await db.select().from(contributions).where(eq(contributions.contributionId, contributionId))
  if (row === undefined)
    throw new OpenLedgerError(gatewayErrors.CONTRIBUTION_NOT_FOUND, `There is no contribution ${contributionId} here.`)
  return { ...row, commitments: z.array(hex32Schema).parse(row.commitments) }
}

/**
 * A contribution with the outcome of each record, as the API shows it.
 *
 * @throws CONTRIBUTION_NOT_FOUND
 */
export async function readContribution(db: Database, id: Hash32): Promise<Contribution> {
  const { contributionId, datanetId, contributor, root, count, status, commitments } = await findContribution(db, id)
  const rows = await db
    .select({
      commitment: records.commitment,
      verdict: records.verdict,
      code: records.code,
      reason: records.reason,
    })
    .from(records)
    .where(and(eq(records.contributor, contributor), inArray(records.commitment, commitments)))
  const byCommitment = new Map(rows.map((row) => [row.commitment, row]))
  return {
    contributionId,
    datanetId,
    contributor,
    root,
    count,
    status,
    records: commitments.map((commitment, index) => ({
      index,
      ...(byCommitment.get(commitment) ?? { commitment, verdict: 'pending', code: null, reason: null }),
    })),
  }
}
