import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { inspectFile } from '@openledger/data/ingest/inspectFile.ts'
import type { NamedFile, Place } from '@openledger/data/ingest/parsed.ts'
import { type ParseOptions, parseFile } from '@openledger/data/ingest/parseFile.ts'
import { planFiles } from '@openledger/data/ingest/planFiles.ts'
import type { PreviewFacts } from './messages.ts'

/** Records and reasons that are shown. */
const SHOWN = 20
const REASONS = 200
/** Between reports, ms. */
const EVERY_MS = 200

/**
 * Reads files to see what would become of them, and says so as it goes. A file that cannot be read as a whole is told
 * with its reason, and the others go on.
 *
 * @throws DATA_TOO_MANY_FILES, DATA_PATH_UNSAFE
 */
export async function previewFiles(
  brought: readonly NamedFile[],
  options: ParseOptions,
  report: (preview: PreviewFacts) => void,
): Promise<void> {
  const plan = await planFiles(brought)
  const files: PreviewFacts['files'] = []
  const shown: PreviewFacts['shown'] = []
  const reasons: PreviewFacts['reasons'] = []
  const codes = new Map<string, number>()
  const count = { records: 0, leftOut: 0, changed: 0 }
  let last = 0
  const tell = (reading: string | null, done: boolean) => {
    last = performance.now()
    report({ files, ...count, reading, licence: plan.licence, shown, reasons, codes: [...codes], done })
  }
  const leaveOut = (place: Place, code: string, reason: string) => {
    count.leftOut += 1
    codes.set(code, (codes.get(code) ?? 0) + 1)
    if (reasons.length < REASONS) reasons.push({ place, code, reason })
  }
  for (const { path, code, reason } of plan.leftOut) leaveOut({ path }, code, reason)

  for (const file of plan.files) {
    const facts = {
      path: file.path,
      bytes: file.blob.size,
      format: null as string | null,
      columns: [] as readonly string[],
      records: 0,
      leftOut: 0,
    }
    const row: PreviewFacts['files'][number] = facts
    files.push(row)
    tell(file.path, false)
    try {
      Object.assign(row, await inspectFile(file))
      for await (const item of parseFile(file, options)) {
        if (item.kind === 'record') {
          row.records += 1
          count.records += 1
          if (item.changes.length > 0) count.changed += 1
          const { place, content, changes } = item
          if (shown.length < SHOWN) shown.push({ place, content, changes })
        } else {
          row.leftOut += 1
          leaveOut(item.place, item.code, item.reason)
        }
        if (performance.now() - last > EVERY_MS) tell(file.path, false)
      }
    } catch (error) {
      const known = OpenLedgerError.find(error)
      if (known === undefined) throw error
      row.leftOut += 1
      leaveOut({ path: file.path }, known.code, `${known.message} ${known.hint}`)
    }
  }
  tell(null, true)
}
