import { isOpenLicence } from '@openledger/data/record/openLicences.ts'
import type { Database } from '@openledger/db/database.ts'
import { datanets } from '@openledger/db/schema/datanets.ts'
import { evaluationAnswers } from '@openledger/db/schema/evaluationAnswers.ts'
import { records } from '@openledger/db/schema/records.ts'
import { visibilities } from '@openledger/db/schema/visibilities.ts'
import { and, eq, inArray, sql } from 'drizzle-orm'
import type { KeptEvent } from './keepEvent.ts'

/** Events that change a Datanet after its creation. */
export const DATANET_CHANGES = ['DatanetTransferred', 'CuratorsSet', 'LicenceSet', 'RecordsRevoked'] as const

/**
 * What a withdrawal takes away: all that says what the record said. Its id stays, so that a copy of it is still known for
 * one. A rewound chain does not bring content back: the author's word was enough.
 */
const ERASED = { content: null, salt: null, words: null, embedding: null, findings: [], quality: null } as const

/** What a Datanet has before its first change, its owner aside. */
export const UNCHANGED_DATANET = { curators: [] as { account: string; bps: number }[], licence: '' }

/** Takes a new owner, curators, a licence or revoked records into their tables; other events are left alone. */
export async function applyDatanetChange(db: Database, event: KeptEvent): Promise<void> {
  switch (event.name) {
    case 'DatanetTransferred':
      await db.update(datanets).set({ owner: event.args.to }).where(eq(datanets.datanetId, event.args.datanetId))
      return
    case 'CuratorsSet':
      await db
        .update(datanets)
        .set({ curators: event.args.curators })
        .where(eq(datanets.datanetId, event.args.datanetId))
      return
    case 'LicenceSet':
      // What comes from now on is not for everybody: opening it again asks for the licences of all records.
      if (!isOpenLicence(event.args.name))
        await db
          .update(visibilities)
          .set({ visibility: 'private' })
          .where(eq(visibilities.datanetId, event.args.datanetId))
      await db.update(datanets).set({ licence: event.args.name }).where(eq(datanets.datanetId, event.args.datanetId))
      return
    case 'RecordsRevoked': {
      const { datanetId, contributor, commitments } = event.args
      // Only the contributor's own records: anyone may name any commitment.
      const own = and(eq(records.datanetId, datanetId), eq(records.contributor, contributor))
      await db
        .update(records)
        .set({ revoked: true, ...ERASED, erasedAt: sql`coalesce(${records.erasedAt}, now())` })
        .where(and(own, inArray(records.commitment, commitments)))
      const erased = db
        .select({ commitment: records.commitment })
        .from(records)
        .where(and(own, inArray(records.commitment, commitments)))
      // Evaluations that asked it keep their counts, not its words.
      await db.update(evaluationAnswers).set({ texts: null }).where(inArray(evaluationAnswers.commitment, erased))
      return
    }
    default:
      return
  }
}
