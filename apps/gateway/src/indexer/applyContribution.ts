import type { Contents } from '@openledger/db/contents/createContents.ts'
import type { Database } from '@openledger/db/database.ts'
import { contributions } from '@openledger/db/schema/contributions.ts'
import { records } from '@openledger/db/schema/records.ts'
import { and, eq, isNull } from 'drizzle-orm'
import { checkDatanet } from '../contributions/checkDatanet.ts'
import { lockDatanet } from '../contributions/lockDatanet.ts'
import { registeredOrder } from '../contributions/registeredOrder.ts'
import { uploadStatus } from '../contributions/storeUpload.ts'
import type { KeptEvent } from './keepEvent.ts'

/** Rows of one insert. */
const ROWS = 1_000

/**
 * Notes that a contribution is on chain, whoever relayed it, and gives its records their order of registration. The
 * first registration of a commitment keeps it until content proves whose it is.
 */
export async function applyContribution(
  db: Database,
  contents: Contents,
  event: Extract<KeptEvent, { name: 'ContributionRegistered' }>,
): Promise<void> {
  const { contributionId, datanetId, contributor, root, commitments } = event.args
  const { blockNumber, logIndex } = event
  await lockDatanet(db, datanetId)
  const status = await uploadStatus(db, commitments)
  const place = { status, blockNumber, logIndex }
  await db
    .insert(contributions)
    .values({ contributionId, datanetId, contributor, root, count: commitments.length, commitments, ...place })
    .onConflictDoUpdate({ target: contributions.contributionId, set: place })
  const rows = commitments.map((commitment, index) => ({
    commitment,
    contributionId,
    datanetId,
    contributor,
    index,
    registeredOrder: registeredOrder(blockNumber, logIndex, index),
  }))
  for (let start = 0; start < rows.length; start += ROWS) {
    await db
      .insert(records)
      .values(rows.slice(start, start + ROWS))
      .onConflictDoNothing()
  }
  // After a reorganisation the rows are there without an order.
  for (const row of status === 'onchain' ? [] : rows) {
    await db
      .update(records)
      .set({ registeredOrder: row.registeredOrder })
      .where(
        and(
          eq(records.commitment, row.commitment),
          eq(records.contributionId, contributionId),
          isNull(records.registeredOrder),
        ),
      )
  }
  if (status !== 'onchain') await checkDatanet(db, contents, datanetId)
}
