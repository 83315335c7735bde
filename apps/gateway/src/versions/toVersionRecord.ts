import type { Hash32 } from '@openledger/core/api/primitives.ts'
import type { VersionRecord } from '@openledger/core/api/versions.ts'
import type { Contents } from '@openledger/db/contents/createContents.ts'
import { z } from 'zod'
import type { readPage } from './readPage.ts'

type Row = Awaited<ReturnType<typeof readPage>>['rows'][number]

/** What a record says, as the API has it; checked when it came in. */
export const contentSchema = z.record(z.string(), z.unknown()).nullable()
/** Its kind; null before the upload. */
export const kindSchema = z.enum(['qa', 'document']).nullable().catch(null)

/**
 * A record of a version as the API shows it.
 *
 * @param contents opens what it says, where the caller may read it
 */
export function toVersionRecord(row: Row, datanetId: Hash32, contents: Contents | undefined): VersionRecord {
  const { revoked, content, kind, commitment, ...facts } = row
  return {
    ...facts,
    commitment,
    kind: kindSchema.parse(kind),
    withdrawn: revoked,
    content: contents === undefined ? null : contentSchema.parse(contents.open({ datanetId, commitment }, content)),
  }
}
