import { mkdir, open, readFile, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'
import { type JournalEntry, journalEntrySchema, type TransactionJournal } from './transactionJournal.ts'

const fileSchema = z.array(journalEntrySchema)

/**
 * A journal in one JSON file, rewritten whole and renamed into place, so that a kill leaves the old or the new one.
 * For command-line tools and tests; the node keeps its journal in the database.
 * @param path the file; its folder is made
 */
export async function createFileJournal(path: string): Promise<TransactionJournal> {
  await mkdir(dirname(path), { recursive: true })
  const entries = new Map<string, JournalEntry>()
  try {
    for (const entry of fileSchema.parse(JSON.parse(await readFile(path, 'utf8')))) entries.set(entry.key, entry)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
  }
  let writing: Promise<void> = Promise.resolve()
  const save = () => {
    writing = writing.then(async () => {
      const handle = await open(`${path}.tmp`, 'w')
      try {
        await handle.writeFile(JSON.stringify(z.encode(fileSchema, [...entries.values()])))
        await handle.sync()
      } finally {
        await handle.close()
      }
      await rename(`${path}.tmp`, path)
    })
    return writing
  }
  const ofAccount = (from: string) => [...entries.values()].filter((entry) => entry.from === from)
  return {
    async insert(request) {
      const there = entries.get(request.key)
      if (there !== undefined) return there
      const unsigned = { nonce: null, raw: null, hash: null, earlier: [], sinceBlock: null }
      const nowhere = { blockNumber: null, blockHash: null, error: null }
      const entry: JournalEntry = { ...request, status: 'intent', ...unsigned, ...nowhere }
      entries.set(request.key, entry)
      await save()
      return entry
    },
    async get(key) {
      return entries.get(key)
    },
    async update(key, patch) {
      const entry = entries.get(key)
      if (entry === undefined) throw new RangeError(`No journal entry ${key}.`)
      entries.set(key, { ...entry, ...patch })
      await save()
    },
    async signed(from, { below, limit }) {
      return ofAccount(from)
        .filter((entry) => entry.nonce !== null && entry.nonce < below)
        .sort((a, b) => (b.nonce ?? 0) - (a.nonce ?? 0))
        .slice(0, limit)
    },
    async unfinished(from) {
      return ofAccount(from)
        .filter((entry) => entry.status === 'signed' || entry.status === 'sent')
        .sort((a, b) => (a.nonce ?? 0) - (b.nonce ?? 0))
    },
  }
}
