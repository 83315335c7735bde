import { and, asc, cosineDistance, eq, inArray, isNotNull, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Hex } from '../columns.ts'
import type { ContentPlace, Contents } from '../contents/createContents.ts'
import type { Database } from '../database.ts'
import { records } from '../schema/records.ts'
import { versionRecords } from '../schema/versionRecords.ts'

/** The attribution package's `VectorStore`, by its shape. */
export type DatabaseVectorStore = {
  readonly search: (query: {
    readonly embedding: readonly number[]
    readonly versionRoots: readonly Hex[]
    readonly k: number
    readonly among?: readonly Hex[]
  }) => Promise<readonly FoundDocument[]>
}

/** A document record of a version, with its cosine similarity to the query, −1 to 1. */
export type FoundDocument = {
  readonly commitment: Hex
  readonly recordId: Hex
  readonly versionRoot: Hex
  readonly similarity: number
  readonly title: string
  readonly text: string
  readonly url: string
}

const documentSchema = z.object({ title: z.string(), text: z.string(), url: z.string() })

/**
 * Searches the embeddings of document records by cosine (pgvector), only among the records of the given versions, or
 * those of them that `among` names. A record of several of them is found once, in the version whose root is lowest.
 */
export function createVectorStore(db: Database, contents: Contents): DatabaseVectorStore {
  const openDocument = (place: ContentPlace, content: unknown) => documentSchema.parse(contents.open(place, content))
  return {
    search: async ({ embedding, versionRoots, k, among }) => {
      const distance = cosineDistance(records.embedding, [...embedding])
      const found = await db
        .select({
          commitment: records.commitment,
          recordId: records.recordId,
          versionRoot: sql<Hex>`min(${versionRecords.root})`,
          distance: sql<number>`${distance}`.mapWith(Number),
          datanetId: records.datanetId,
          content: records.content,
        })
        .from(records)
        .innerJoin(versionRecords, eq(versionRecords.commitment, records.commitment))
        .where(
          and(
            inArray(versionRecords.root, [...versionRoots]),
            eq(records.kind, 'document'),
            isNotNull(records.embedding),
            among === undefined ? undefined : inArray(records.commitment, [...among]),
          ),
        )
        .groupBy(records.commitment)
        .orderBy(asc(distance), asc(records.commitment))
        .limit(k)
      return found.flatMap(({ commitment, recordId, versionRoot, distance: far, datanetId, content }) =>
        recordId === null
          ? []
          : [
              {
                commitment,
                recordId,
                versionRoot,
                similarity: 1 - far,
                ...openDocument({ datanetId, commitment }, content),
              },
            ],
      )
    },
  }
}
