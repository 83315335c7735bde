import { openAsBlob } from 'node:fs'
import { hashFile } from '@openledger/data/ingest/hashFile.ts'
import { parseFile } from '@openledger/data/ingest/parseFile.ts'

/** `node parseLarge.ts FILE`: reads and hashes a file as a contributor's client does; prints what it took. */
const blob = await openAsBlob(process.argv[2] ?? '')
const started = performance.now()
await hashFile(blob)
let records = 0
for await (const item of parseFile({ path: 'large.jsonl', blob })) if (item.kind === 'record') records += 1
const seconds = (performance.now() - started) / 1000
process.stdout.write(JSON.stringify({ records, seconds, peakMib: process.resourceUsage().maxRSS / 1024 }))
