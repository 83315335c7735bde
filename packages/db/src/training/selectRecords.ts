import type { TrainingSelection } from '@openledger/core/api/training.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { drawRecords } from '@openledger/core/training/drawRecords.ts'
import { and, arrayContains, asc, eq, isNotNull } from 'drizzle-orm'
import type { Contents } from '../contents/createContents.ts'
import type { Database } from '../database.ts'
import { records } from '../schema/records.ts'
import { versionRecords } from '../schema/versionRecords.ts'

/** What a training takes of one version; without `choice` all of it. */
export type SelectedVersion = {
  readonly root: Hex32
  readonly datanetId: Hex32
  readonly choice?: Omit<TrainingSelection, 'version'> | undefined
}

/**
 * The question-and-answer records that a training takes of a version: whose content is here, which have each word of the
 * query, and of those as many as the limit draws. The same ones each time, unless one was withdrawn meanwhile.
 *
 * @param seed of the draw
 * @returns commitments, ascending
 */
export async function selectRecords(
  { db, contents }: { readonly db: Database; readonly contents: Pick<Contents, 'words'> },
  { root, datanetId, choice }: SelectedVersion,
  seed: number,
): Promise<Hex32[]> {
  const words = choice?.query === undefined ? undefined : contents.words(datanetId, choice.query)
  const rows = await db
    .select({ commitment: records.commitment })
    .from(versionRecords)
    .innerJoin(records, eq(records.commitment, versionRecords.commitment))
    .where(
      and(
        eq(versionRecords.root, root),
        eq(records.kind, 'qa'),
        isNotNull(records.content),
        words && arrayContains(records.words, words),
      ),
    )
    .orderBy(asc(records.commitment))
  const found = rows.map(({ commitment }) => commitment)
  return choice?.limit === undefined ? found : drawRecords(found, choice.limit, seed)
}
