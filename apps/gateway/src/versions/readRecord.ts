import type { Hash32 } from '@openledger/core/api/primitives.ts'
import type { ApiRecord } from '@openledger/core/api/versions.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { Database } from '@openledger/db/database.ts'
import { chainEvents } from '@openledger/db/schema/chainEvents.ts'
import { contributions } from '@openledger/db/schema/contributions.ts'
import { disputes } from '@openledger/db/schema/disputes.ts'
import { records } from '@openledger/db/schema/records.ts'
import { versionRecords } from '@openledger/db/schema/versionRecords.ts'
import { versions } from '@openledger/db/schema/versions.ts'
import { and, asc, eq, sql } from 'drizzle-orm'
import { readingErrors } from '../reading/errors.ts'
import { readIncome } from './readIncome.ts'
import { kindSchema } from './toVersionRecord.ts'

export type RecordRow = typeof records.$inferSelect

/** A record's row. @throws RECORD_NOT_FOUND */
export async function findRecord(db: Database, commitment: Hash32): Promise<RecordRow> {
  const [row] = await db.select().from(records).where(eq(records.commitment, commitment))
  if (row === undefined)
    throw new OpenLedgerError(readingErrors.RECORD_NOT_FOUND, `There is no record ${commitment} here.`)
  return row
}

/** All that happened to a record and what it earned; what it says, and the hash of that, stay here. */
export async function readRecord(
  db: Database,
  row: RecordRow,
): Promise<Omit<ApiRecord, 'slug' | 'recordId' | 'content'>> {
  const { commitment, datanetId } = row
  const inVersions = await db
    .select({
      number: versions.number,
      root: versions.root,
      position: versionRecords.position,
      blockNumber: versions.blockNumber,
    })
    .from(versionRecords)
    .innerJoin(versions, eq(versions.root, versionRecords.root))
    .where(eq(versionRecords.commitment, commitment))
    .orderBy(asc(versions.number))
  const disputed = await db
    .select({
      disputeId: disputes.disputeId,
      challenger: disputes.challenger,
      stage: disputes.stage,
      upheld: disputes.upheld,
    })
    .from(disputes)
    .where(eq(disputes.commitment, commitment))
    .orderBy(asc(disputes.blockNumber))
  return {
    commitment,
    datanetId,
    contributor: row.contributor,
    contributionId: row.contributionId,
    index: row.index,
    kind: kindSchema.parse(row.kind),
    length: row.length,
    verdict: row.verdict,
    code: row.code,
    unit: row.unit,
    registered: await registration(db, row),
    versions: inVersions.map((version) => ({ ...version, blockNumber: Number(version.blockNumber) })),
    disputes: disputed,
    withdrawn: row.revoked ? await withdrawal(db, row) : null,
    income: await readIncome(db, commitment),
  }
}

async function registration(db: Database, { contributionId }: RecordRow): Promise<ApiRecord['registered']> {
  const [contribution] = await db
    .select({ blockNumber: contributions.blockNumber })
    .from(contributions)
    .where(eq(contributions.contributionId, contributionId))
  if (contribution === undefined || contribution.blockNumber === null) return null
  const [event] = await db
    .select({ transactionHash: chainEvents.transactionHash })
    .from(chainEvents)
    .where(and(eq(chainEvents.subject, contributionId), eq(chainEvents.name, 'ContributionRegistered')))
    .limit(1)
  return { blockNumber: Number(contribution.blockNumber), transactionHash: event?.transactionHash ?? null }
}

async function withdrawal(db: Database, row: RecordRow): Promise<ApiRecord['withdrawn']> {
  const named = JSON.stringify({ contributor: row.contributor, commitments: [row.commitment] })
  const [event] = await db
    .select({ blockNumber: chainEvents.blockNumber, transactionHash: chainEvents.transactionHash })
    .from(chainEvents)
    .where(
      and(
        eq(chainEvents.subject, row.datanetId),
        eq(chainEvents.name, 'RecordsRevoked'),
        sql`${chainEvents.args} @> ${named}::jsonb`,
      ),
    )
    .orderBy(asc(chainEvents.blockNumber))
    .limit(1)
  if (event === undefined) return null
  const erasedAt = row.erasedAt === null ? null : Math.floor(row.erasedAt.getTime() / 1000)
  return { blockNumber: Number(event.blockNumber), transactionHash: event.transactionHash, erasedAt }
}
