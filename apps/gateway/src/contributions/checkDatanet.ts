import { createNearDuplicateIndex } from '@openledger/attribution/nearDuplicates/nearDuplicateIndex.ts'
import type { Hash32 } from '@openledger/core/api/primitives.ts'
import type { CandidateRecord, EarlierRecord } from '@openledger/data/checks/check.ts'
import { runChecks } from '@openledger/data/checks/runChecks.ts'
import { recordContentSchema } from '@openledger/data/record/recordContent.ts'
import type { Contents } from '@openledger/db/contents/createContents.ts'
import type { Database } from '@openledger/db/database.ts'
import { records } from '@openledger/db/schema/records.ts'
import { and, asc, eq, isNotNull, or } from 'drizzle-orm'

/**
 * Checks every uploaded record of a Datanet in the order of registration on chain, each against those registered
 * before it, and stores what changed. Verdicts thus depend on who registered first, never on who uploaded first: when
 * an original comes in after its copy, the copy is refused from then on.
 *
 * @param db - a transaction that holds the Datanet's lock
 * @returns how many records got another verdict or unit
 */
export async function checkDatanet(db: Database, contents: Contents, datanetId: Hash32): Promise<number> {
  const rows = await db
    .select()
    .from(records)
    .where(
      and(
        eq(records.datanetId, datanetId),
        or(isNotNull(records.content), isNotNull(records.erasedAt)),
        isNotNull(records.registeredOrder),
      ),
    )
    .orderBy(asc(records.registeredOrder))
  const index = createNearDuplicateIndex()
  const byRecordId = new Map<string, EarlierRecord>()
  const byCommitment = new Map<string, EarlierRecord>()
  const units = new Map<string, Hash32>()
  const erased = new Set<Hash32>()
  let changed = 0
  for (const row of rows) {
    if (row.content === null) {
      // Withdrawn: its content is gone, and copies of it stay copies. Otherwise who copied it would bring it back.
      const self = { recordId: row.recordId ?? '', contributor: row.contributor }
      erased.add(row.commitment)
      byCommitment.set(row.commitment, self)
      if (!byRecordId.has(self.recordId)) byRecordId.set(self.recordId, self)
      continue
    }
    const content = recordContentSchema.parse(contents.open(row, row.content))
    const candidate: CandidateRecord = { recordId: row.recordId ?? '', contributor: row.contributor, content }
    const near = index.find(content)
    const checked = await runChecks(candidate, {
      findRecord: (recordId) => byRecordId.get(recordId),
      findNearDuplicate: () => {
        const earlier = near === undefined ? undefined : byCommitment.get(near.id)
        return near === undefined || earlier === undefined ? undefined : { ...earlier, similarity: near.similarity }
      },
    })
    const unit = near === undefined ? row.commitment : (units.get(near.id) ?? row.commitment)
    units.set(row.commitment, unit)
    index.add(row.commitment, content)
    const self = { recordId: candidate.recordId, contributor: row.contributor }
    byCommitment.set(row.commitment, self)
    if (!byRecordId.has(self.recordId)) byRecordId.set(self.recordId, self)
    const gravest = checked.findings.find(({ verdict }) => verdict === checked.verdict)
    const code = gravest?.code ?? null
    const reason = checked.findings.length === 0 ? null : checked.findings.map((finding) => finding.reason).join(' ')
    // What was found to resemble a record that is gone can't be compared with it again: that verdict stands.
    if (near === undefined && row.unit !== null && erased.has(row.unit)) {
      units.set(row.commitment, row.unit)
      continue
    }
    if (row.verdict === checked.verdict && row.code === code && row.reason === reason && row.unit === unit) continue
    changed += 1
    await db
      .update(records)
      .set({ verdict: checked.verdict, code, reason, unit })
      .where(eq(records.commitment, row.commitment))
  }
  return changed
}
