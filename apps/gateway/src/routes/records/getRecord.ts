import { getRecord } from '@openledger/core/api/versions.ts'
import { findDatanet } from '../../contributions/findDatanet.ts'
import { defineHandler } from '../../http/apiHandler.ts'
import { logRead } from '../../reading/logRead.ts'
import { readingOf } from '../../reading/readingOf.ts'
import { findRecord, readRecord } from '../../versions/readRecord.ts'
import { contentSchema } from '../../versions/toVersionRecord.ts'

/** GET /v1/records/{commitment}: a record's history and income for all; what it says for who may read it, and its contributor. */
export const handler = defineHandler(getRecord, async ({ account, params, query, deps }) => {
  const row = await findRecord(deps.db, params.commitment)
  const datanet = await findDatanet(deps.db, row.datanetId)
  const { commitment, datanetId } = row
  let content: Record<string, unknown> | null = null
  if (query.content === '1') {
    const reading = await readingOf(deps, datanet, account)
    if (reading.refusal !== undefined && row.contributor !== account) throw reading.refusal
    const records = row.content === null ? 0 : 1
    await logRead(deps.db, reading, { datanetId, kind: 'record', root: null, records, commitments: [commitment] })
    content = contentSchema.parse(deps.contents.open({ datanetId, commitment }, row.content))
  }
  return { ...(await readRecord(deps.db, row)), slug: datanet.slug, recordId: content && row.recordId, content }
})
