import type { FileExample } from '@openledger/core/api/files.ts'
import type { Hash32 } from '@openledger/core/api/primitives.ts'
import { recordContentSchema } from '@openledger/data/record/recordContent.ts'
import { records } from '@openledger/db/schema/records.ts'
import { versionRecords } from '@openledger/db/schema/versionRecords.ts'
import { and, asc, eq, gt, isNotNull } from 'drizzle-orm'
import type { GatewayServices } from '../gatewayServices.ts'

/** Records that are read at once. */
const PAGE = 500

/** A version's questions and answers as a training file has them: a line for each wording, in the version's order. */
export async function* versionLines(
  { db, contents }: Pick<GatewayServices, 'db' | 'contents'>,
  root: Hash32,
): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder()
  for (let after = -1; ; ) {
    const rows = await db
      .select({
        position: versionRecords.position,
        commitment: records.commitment,
        datanetId: records.datanetId,
        content: records.content,
      })
      .from(versionRecords)
      .innerJoin(records, eq(records.commitment, versionRecords.commitment))
      .where(
        and(
          eq(versionRecords.root, root),
          eq(records.kind, 'qa'),
          isNotNull(records.content),
          gt(versionRecords.position, after),
        ),
      )
      .orderBy(asc(versionRecords.position))
      .limit(PAGE)
    const last = rows.at(-1)
    if (last === undefined) return
    const lines = rows.flatMap((row) => linesOf(contents.open(row, row.content)))
    yield encoder.encode(lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
    after = last.position
  }
}

function linesOf(content: unknown): FileExample[] {
  const said = recordContentSchema.safeParse(content).data
  if (said?.kind !== 'qa') return []
  return said.prompts.map((prompt) => ({
    messages: [
      { role: 'user', content: prompt },
      { role: 'assistant', content: said.answer },
    ],
  }))
}
