import type { Hash32 } from '@openledger/core/api/primitives.ts'
import { recordContentSchema } from '@openledger/data/record/recordContent.ts'
import { datanets } from '@openledger/db/schema/datanets.ts'
import { records } from '@openledger/db/schema/records.ts'
import { versionRecords } from '@openledger/db/schema/versionRecords.ts'
import { versions } from '@openledger/db/schema/versions.ts'
import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import { readDatanetTexts } from '../datanets/readDatanetTexts.ts'
import type { GatewayDeps } from '../gatewayDeps.ts'
import { visibilityOf } from '../reading/visibilityOf.ts'
import type { Saying } from './card.ts'

/** Records that speak for a version, spread evenly over it. */
export const RECORDS = 32
/** Of a text so much is embedded, in UTF-16 code units: the embedding model takes 256 tokens. */
export const TEXT_LENGTH = 600

/**
 * What a version says in public: its Datanet's description, or its name where nobody brought one, and where its owner
 * opened it to everybody some of its records.
 */
export async function sayingsOf(
  deps: Pick<GatewayDeps, 'db' | 'chain' | 'dataStore' | 'contents'>,
  root: Hash32,
): Promise<readonly Saying[]> {
  const [row] = await deps.db
    .select({ datanet: datanets, count: versions.count })
    .from(versions)
    .innerJoin(datanets, eq(datanets.datanetId, versions.datanetId))
    .where(eq(versions.root, root))
  if (row === undefined) return []
  const { datanet, count } = row
  const { description } = await readDatanetTexts(deps, datanet.datanetId)
  const about = description === null ? inWords(datanet.slug) : `${description.title}\n${description.text}`
  const isPublic = (await visibilityOf(deps.db, datanet)) === 'public'
  const shown = isPublic ? await recordsOf(deps, root, count) : []
  return [{ part: 'datanet', text: about.slice(0, TEXT_LENGTH) }, ...shown]
}

/** A name as words: `medical-coding` says "medical coding". */
export function inWords(name: string): string {
  return name.replaceAll(/[-_/.]+/g, ' ').trim()
}

async function recordsOf(
  { db, contents }: Pick<GatewayDeps, 'db' | 'contents'>,
  root: Hash32,
  count: number,
): Promise<Saying[]> {
  const stride = Math.max(1, Math.ceil(count / RECORDS))
  const rows = await db
    .select({ commitment: records.commitment, datanetId: records.datanetId, content: records.content })
    .from(versionRecords)
    .innerJoin(records, eq(records.commitment, versionRecords.commitment))
    .where(
      and(
        eq(versionRecords.root, root),
        isNull(records.erasedAt),
        eq(records.revoked, false),
        sql`${versionRecords.position} % ${stride} = 0`,
      ),
    )
    .orderBy(asc(versionRecords.position))
  return rows.flatMap((row): Saying[] => {
    const { data } = recordContentSchema.safeParse(contents.open(row, row.content))
    if (data === undefined) return []
    const text = data.kind === 'qa' ? (data.prompts[0] ?? '') : `${data.title}\n${data.text}`
    return [{ part: 'record', text: text.slice(0, TEXT_LENGTH) }]
  })
}
