import { once } from 'node:events'
import { openAsBlob } from 'node:fs'
import { parseRequestSchema } from '@openledger/core/api/uploads.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { parseFile } from '@openledger/data/ingest/parseFile.ts'

/**
 * `node parseChild.ts FILE REQUEST`: writes the content of each record as a line of JSON. Ends with 0; or with 1, the
 * last line on stderr being {code, message}.
 */
async function main(): Promise<void> {
  const [file = '', request = ''] = process.argv.slice(2)
  const { path, url, mapping } = parseRequestSchema.parse(JSON.parse(request))
  for await (const item of parseFile({ path, blob: await openAsBlob(file) }, { url, mapping })) {
    if (item.kind !== 'record') continue
    if (!process.stdout.write(`${JSON.stringify(item.content)}\n`)) await once(process.stdout, 'drain')
  }
}

try {
  await main()
} catch (error) {
  const known = OpenLedgerError.find(error)
  process.stderr.write(`${JSON.stringify(known === undefined ? {} : { code: known.code, message: known.message })}\n`)
  process.exitCode = 1
}
