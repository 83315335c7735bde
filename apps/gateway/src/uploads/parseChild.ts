import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { parseRequestSchema } from '@openledger/core/api/uploads.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { parseFile } from '@openledger/data/ingest/parseFile.ts'
import { createBlockSeal } from '@openledger/db/contents/blockSeal.ts'
import { SealedBlob } from './sealedBlob.ts'
import { readParts } from './sealedBlocks.ts'

/**
 * `node parseChild.ts PARTS BYTES REQUEST`, the key of the parts as hex on stdin: writes the content of each record as a
 * line of JSON. Ends with 0; or with 1, the last line on stderr being {code, message}.
 */
async function main(): Promise<void> {
  const [parts = '', size = '', request = ''] = process.argv.slice(2)
  const { path, url, mapping, without } = parseRequestSchema.parse(JSON.parse(request))
  const key = Buffer.from(await text(process.stdin), 'hex')
  const bytes = Number(size)
  const blob = new SealedBlob(readParts(createBlockSeal(key), parts, bytes), 0, bytes)
  for await (const item of parseFile({ path, blob }, { url, mapping, without })) {
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
