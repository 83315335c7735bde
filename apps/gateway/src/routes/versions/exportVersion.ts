import { type ExportFormat, exportVersion } from '@openledger/core/api/versions.ts'
import { datasetCard } from '@openledger/data/card/datasetCard.ts'
import { writeCsv } from '@openledger/data/export/writeCsv.ts'
import { writeJsonl } from '@openledger/data/export/writeJsonl.ts'
import { writeParquet } from '@openledger/data/export/writeParquet.ts'
import { findDatanet } from '../../contributions/findDatanet.ts'
import { defineHandler } from '../../http/apiHandler.ts'
import { logRead } from '../../reading/logRead.ts'
import { readingOf } from '../../reading/readingOf.ts'
import { exportFolder } from '../../versions/exportFolder.ts'
import { exportRows } from '../../versions/exportRows.ts'
import { findVersion } from '../../versions/findVersion.ts'
import { readFacts } from '../../versions/readFacts.ts'

const TYPES: Readonly<Record<ExportFormat, readonly [type: string, ending: string]>> = {
  jsonl: ['application/jsonl', '.jsonl'],
  csv: ['text/csv; charset=utf-8; header=present', '.csv'],
  parquet: ['application/vnd.apache.parquet', '.parquet'],
  hf: ['application/zip', '.zip'],
  readme: ['text/markdown; charset=utf-8', '.md'],
}

/**
 * GET /v1/datanets/{datanetId}/versions/{number}/export: the whole version as a file that is written while it is sent. The
 * card alone says nothing of the contents and is for all.
 */
export const handler = defineHandler(exportVersion, async ({ account, params, query, deps }) => {
  const datanet = await findDatanet(deps.db, params.datanetId)
  const version = await findVersion(deps.db, datanet.datanetId, params.number)
  const { format } = query
  const { datanetId, slug } = datanet
  const { root, number, dataHash, count } = version
  if (format !== 'readme') {
    const reading = await readingOf(deps, datanet, account)
    if (reading.refusal !== undefined) throw reading.refusal
    await logRead(deps.db, reading, { datanetId, kind: 'export', root, records: count, commitments: null })
  }
  const rows = exportRows(deps.db, deps.contents, version)
  const about = { datanetId, slug, number, root, dataHash, count }
  const bytes = {
    jsonl: async () => writeJsonl(rows),
    csv: async () => writeCsv(rows),
    parquet: async () => writeParquet(rows, about),
    hf: async () => exportFolder(await readFacts(deps, datanet, version), rows),
    readme: async () => [new TextEncoder().encode(datasetCard(await readFacts(deps, datanet, version)))],
  }
  const [type, ending] = TYPES[format]
  return new Response(ReadableStream.from(await bytes[format]()), {
    headers: {
      'content-type': type,
      'content-disposition': `attachment; filename="${slug.replaceAll(/[^\w.-]/g, '_')}-v${number}${ending}"`,
      'x-openledger-version-root': root,
      'x-openledger-data-hash': dataHash,
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
    },
  })
})
