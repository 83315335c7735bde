import { recordContentSchema } from '@openledger/data/record/recordContent.ts'
import { textOf } from '@openledger/data/record/textOf.ts'
import { records } from '@openledger/db/schema/records.ts'
import { and, asc, eq, gt, isNotNull, sql } from 'drizzle-orm'
import type { GatewayDeps } from '../gatewayDeps.ts'

/** Rows of one reading. */
const ROWS = 500

/**
 * Seals the contents of a database that is older than sealing, and counts what the viewer goes by. Killed half-way, the
 * next start does the rest.
 *
 * @returns how many were sealed
 */
export async function sealOldContents({ db, contents }: Pick<GatewayDeps, 'db' | 'contents'>): Promise<number> {
  let sealed = 0
  for (let after = '0x'; ; ) {
    const rows = await db
      .select({ commitment: records.commitment, datanetId: records.datanetId, content: records.content })
      .from(records)
      .where(
        and(
          isNotNull(records.content),
          sql`NOT jsonb_exists(${records.content}, 'sealed')`,
          gt(records.commitment, after as `0x${string}`),
        ),
      )
      .orderBy(asc(records.commitment))
      .limit(ROWS)
    for (const row of rows) {
      const content = recordContentSchema.parse(contents.open(row, row.content))
      const text = textOf(content)
      await db
        .update(records)
        .set({ content: contents.seal(row, content), length: text.length, words: contents.words(row.datanetId, text) })
        .where(eq(records.commitment, row.commitment))
      sealed += 1
    }
    const last = rows.at(-1)
    if (last === undefined) return sealed
    after = last.commitment
  }
}
