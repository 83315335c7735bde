import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { hashFile } from '@openledger/data/ingest/hashFile.ts'
import type { NamedFile, Place } from '@openledger/data/ingest/parsed.ts'
import type { ParseOptions } from '@openledger/data/ingest/parseFile.ts'
import { parseFile } from '@openledger/data/ingest/parseFile.ts'
import { z } from 'zod'
import { type ParserReport, parserRequestSchema, type ShownRecord } from './messages.ts'
import { previewFiles } from './previewFiles.ts'

// The pages' policy forbids code made from strings, which zod would otherwise try.
z.config({ jitless: true })

const report = (message: ParserReport) => self.postMessage(message)
/** Records that go to the page at once. */
const BATCH = 256

let next = Promise.withResolvers<void>()

/** Reads a contributor's files in a thread of its own: nothing of them leaves the browser here. */
self.onmessage = async ({ data }: MessageEvent<unknown>) => {
  const request = parserRequestSchema.parse(data)
  try {
    switch (request.type) {
      case 'next':
        next.resolve()
        return
      case 'preview':
        await previewFiles(request.files, request.options, (preview) => report({ type: 'preview', preview }))
        return
      case 'records':
        await giveRecords(request.file, request.options)
        return
      case 'look':
        report({ type: 'looked', records: await lookAt(request.file, request.options, request.from, request.count) })
        return
      case 'hash':
        report({ type: 'hash', sha256: await hashFile(request.blob) })
    }
  } catch (error) {
    const known = OpenLedgerError.find(error)
    const { code, hint } = known ?? { code: 'WEB_UNEXPECTED', hint: '' }
    report({ type: 'failed', code, hint, message: error instanceof Error ? error.message : String(error) })
  }
}

/** Hands out a file's records, no faster than the page takes them. */
async function giveRecords(file: NamedFile, options: ParseOptions): Promise<void> {
  let records: { place: Place; content: Readonly<Record<string, unknown>> }[] = []
  const give = async () => {
    next = Promise.withResolvers()
    report({ type: 'batch', records })
    records = []
    await next.promise
  }
  for await (const item of parseFile(file, options)) {
    if (item.kind !== 'record') continue
    records.push({ place: item.place, content: item.content })
    if (records.length === BATCH) await give()
  }
  if (records.length > 0) await give()
  report({ type: 'end' })
}

/** Some records of a file, to be looked at: those before them are read over. */
async function lookAt(file: NamedFile, options: ParseOptions, from: number, count: number): Promise<ShownRecord[]> {
  const shown: ShownRecord[] = []
  let number = 0
  for await (const item of parseFile(file, options)) {
    if (item.kind !== 'record') continue
    number += 1
    const { place, content, changes } = item
    if (number >= from) shown.push({ place, content, changes })
    if (shown.length === count) break
  }
  return shown
}
