import { createHash } from 'node:crypto'
import type { ExportedVersion } from '@openledger/data/export/exportRow.ts'
import { writeParquet } from '@openledger/data/export/writeParquet.ts'
import { z } from 'zod'
import type { GatewayServices } from '../gatewayServices.ts'
import { exportRows } from './exportRows.ts'
import type { VersionRow } from './findVersion.ts'
import { keptFacts } from './keptFacts.ts'

/**
 * SHA-256 of a version's Parquet file, which whoever has the address of the file checks it by. Written once for that; again
 * when a record was withdrawn, since its texts go from the file.
 *
 * @param withdrawn how many of its records are withdrawn now
 */
export async function hashParquet(
  { db, contents, clock }: Pick<GatewayServices, 'db' | 'contents' | 'clock'>,
  version: VersionRow,
  about: ExportedVersion,
  withdrawn: number,
): Promise<string> {
  return keptFacts(db, {
    root: version.root,
    name: `parquet ${withdrawn}`,
    schema: z.string(),
    maxAge_ms: Number.POSITIVE_INFINITY,
    now_ms: clock.now(),
    count: async () => {
      const sha256 = createHash('sha256')
      for await (const bytes of writeParquet(exportRows(db, contents, version), about)) sha256.update(bytes)
      return sha256.digest('hex')
    },
  })
}
