import { listVersionRecords, recordsPageMax } from '@openledger/core/api/versions.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { findDatanet } from '../../contributions/findDatanet.ts'
import { defineHandler } from '../../http/apiHandler.ts'
import { readingErrors } from '../../reading/errors.ts'
import { logRead } from '../../reading/logRead.ts'
import { readingOf } from '../../reading/readingOf.ts'
import { findVersion } from '../../versions/findVersion.ts'
import { readPage } from '../../versions/readPage.ts'
import { toVersionRecord } from '../../versions/toVersionRecord.ts'

/**
 * GET /v1/datanets/{datanetId}/versions/{number}/records: facts for all. What records say, and searching in it, is for who
 * may read the Datanet, and for contributors among their own records.
 */
export const handler = defineHandler(listVersionRecords, async ({ account, params, query, deps }) => {
  const datanet = await findDatanet(deps.db, params.datanetId)
  const version = await findVersion(deps.db, datanet.datanetId, params.number)
  const { search, content, limit = recordsPageMax, ...filters } = query
  const asksContent = content === '1' || search !== undefined
  const reading = asksContent ? await readingOf(deps, datanet, account) : undefined
  const ofOwn = account !== undefined && filters.contributor === account
  if (reading?.refusal !== undefined && !ofOwn) throw reading.refusal
  const words = search === undefined ? undefined : deps.contents.words(datanet.datanetId, search)
  if (words?.length === 0)
    throw new OpenLedgerError(readingErrors.SEARCH_WITHOUT_WORDS, 'The search has no word in it.', {
      details: { param: 'search' },
    })
  const { rows, next } = await readPage(deps.db, version, { ...filters, words }, limit)
  if (reading !== undefined) {
    // That a search found a record says something of what is in it, with the content or without.
    await logRead(deps.db, reading, {
      datanetId: datanet.datanetId,
      kind: search === undefined ? 'page' : 'search',
      root: version.root,
      records: rows.length,
      commitments: rows.map(({ commitment }) => commitment),
    })
  }
  const opened = content === '1' ? deps.contents : undefined
  return { data: rows.map((row) => toVersionRecord(row, datanet.datanetId, opened)), next }
})
