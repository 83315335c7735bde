import type { Hash32 } from '@openledger/core/api/primitives.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { textOf } from '@openledger/data/record/textOf.ts'
import type { Contents } from '@openledger/db/contents/createContents.ts'
import type { Database } from '@openledger/db/database.ts'
import { contributions } from '@openledger/db/schema/contributions.ts'
import { records } from '@openledger/db/schema/records.ts'
import { and, eq, inArray, isNotNull } from 'drizzle-orm'
import { gatewayErrors } from '../errors.ts'
import type { GatewayServices } from '../gatewayServices.ts'
import { checkDatanet } from './checkDatanet.ts'
import { embedDocuments } from './embedDocuments.ts'
import { lockDatanet } from './lockDatanet.ts'
import type { OpenedRecord, ParsedUpload, RefusedRecord } from './parseUpload.ts'
import { findContribution, type StoredContribution } from './readContribution.ts'
import { registeredOrder } from './registeredOrder.ts'

/**
 * Stores opened records and checks their Datanet anew, in one transaction. Records that are here already are left
 * alone, so an upload may be repeated.
 *
 * @throws CONTRIBUTION_NOT_ON_CHAIN, ENGINE_*
 */
export async function storeUpload(
  services: GatewayServices,
  contribution: StoredContribution,
  upload: ParsedUpload & { readonly licence?: string },
): Promise<void> {
  assertOnChain(contribution)
  const { opened, refused } = upload
  const there = await services.db
    .select({ commitment: records.commitment })
    .from(records)
    .where(
      and(
        inArray(
          records.commitment,
          opened.map(({ commitment }) => commitment),
        ),
        isNotNull(records.content),
      ),
    )
  const known = new Set(there.map(({ commitment }) => commitment))
  const fresh = opened.filter(({ commitment }) => !known.has(commitment))
  if (fresh.length === 0 && refused.length === 0) return
  const embeddings = await embedDocuments(services.engine, fresh)
  await services.db.transaction(async (transaction) => {
    await lockDatanet(transaction, contribution.datanetId)
    const current = await findContribution(transaction, contribution.contributionId)
    assertOnChain(current)
    if (upload.licence !== undefined && upload.licence !== '')
      await transaction
        .update(contributions)
        .set({ sourceLicence: upload.licence })
        .where(eq(contributions.contributionId, current.contributionId))
    const withdrawn = await takeWithdrawn(transaction, current, fresh)
    for (const record of fresh.filter(({ commitment }) => !withdrawn.has(commitment)))
      await storeRecord(transaction, services.contents, current, record, embeddings.get(record.commitment))
    for (const record of refused) await storeRefused(transaction, current, record)
    await checkDatanet(transaction, services.contents, current.datanetId)
    const status = await uploadStatus(transaction, current.commitments)
    await transaction
      .update(contributions)
      .set({ status })
      .where(eq(contributions.contributionId, current.contributionId))
  })
}

/** Records that their contributor withdrew: nothing of them is taken in but which record it was, so that copies are known. */
async function takeWithdrawn(
  db: Database,
  { contributor }: StoredContribution,
  fresh: readonly OpenedRecord[],
): Promise<ReadonlySet<Hash32>> {
  const commitments = fresh.map(({ commitment }) => commitment)
  const rows = await db
    .select({ commitment: records.commitment })
    .from(records)
    .where(
      and(inArray(records.commitment, commitments), eq(records.contributor, contributor), eq(records.revoked, true)),
    )
  const withdrawn = new Set(rows.map(({ commitment }) => commitment))
  for (const { commitment, recordId } of fresh)
    if (withdrawn.has(commitment)) await db.update(records).set({ recordId }).where(eq(records.commitment, commitment))
  return withdrawn
}

function assertOnChain(contribution: StoredContribution): void {
  if (contribution.status === 'submitted') {
    throw new OpenLedgerError(
      gatewayErrors.CONTRIBUTION_NOT_ON_CHAIN,
      `The contribution ${contribution.contributionId} is not on chain yet.`,
    )
  }
}

/** Content that opens a commitment proves whose it is: it takes the place of whoever only copied the commitment. */
async function storeRecord(
  db: Database,
  contents: Contents,
  contribution: StoredContribution,
  record: OpenedRecord,
  embedding: number[] | undefined,
): Promise<void> {
  const { contributionId, datanetId, contributor, blockNumber, logIndex } = contribution
  const values = {
    contributionId,
    datanetId,
    contributor,
    index: record.index,
    recordId: record.recordId,
    salt: record.salt,
    content: contents.seal({ datanetId, commitment: record.commitment }, record.content),
    kind: record.content.kind,
    length: textOf(record.content).length,
    words: contents.words(datanetId, textOf(record.content)),
    registeredOrder:
      blockNumber === null || logIndex === null ? null : registeredOrder(blockNumber, logIndex, record.index),
    embedding: embedding ?? null,
    // Whoever only copied the commitment may have withdrawn it; its contributor has not.
    revoked: false,
    erasedAt: null,
  }
  await db
    .insert(records)
    .values({ commitment: record.commitment, ...values })
    .onConflictDoUpdate({ target: records.commitment, set: values })
}

/** Keeps that a commitment was opened to something that is no record: its reason stays readable, its content is not kept. */
async function storeRefused(db: Database, contribution: StoredContribution, record: RefusedRecord): Promise<void> {
  const { commitment, index, recordId, salt, code, reason } = record
  const { contributionId, datanetId, contributor } = contribution
  const values = {
    contributionId,
    datanetId,
    contributor,
    index,
    recordId,
    salt,
    content: null,
    kind: null,
    verdict: 'refuse' as const,
    code,
    reason,
  }
  await db
    .insert(records)
    .values({ commitment, ...values })
    .onConflictDoUpdate({ target: records.commitment, set: values })
}

/** How far a contribution's upload has come. */
export async function uploadStatus(
  db: Database,
  commitments: readonly Hash32[],
): Promise<'onchain' | 'uploaded' | 'checked'> {
  const here = await db.$count(records, and(inArray(records.commitment, [...commitments]), isNotNull(records.recordId)))
  return here === 0 ? 'onchain' : here < commitments.length ? 'uploaded' : 'checked'
}
