import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { storeErrors } from '../errors.ts'

/** A file in an archive, as its header says. */
export type ArchiveEntry = {
  readonly name: string
  readonly bytes: number
}

/** What becomes of a file in an archive: its content is written to the path, or skipped. */
export type TakeEntry = (name: string) => string | undefined

const ENTRIES_MAX = 1_000
/** Trained weights hardly shrink; what grows more than this is made to. */
const RATIO_MAX = 100
/** Small archives may grow to this whatever the ratio. */
const BYTES_FREE = 1024 * 1024

/**
 * Counts what an archive holds, entry by entry as its headers say and byte by byte as it is unpacked.
 * @param archiveBytes size of the archive as it came
 * @param bytesMax most bytes unpacked
 */
export function archiveBudget(archiveBytes: number, bytesMax: number) {
  const allowed = Math.min(bytesMax, Math.max(BYTES_FREE, archiveBytes * RATIO_MAX))
  let entries = 0
  let bytes = 0
  return {
    bytesMax: allowed,
    /** Looks at an entry before its content. @throws ADAPTER_ARCHIVE_INVALID, ADAPTER_TOO_LARGE */
    admit(entry: ArchiveEntry): void {
      entries += 1
      bytes += entry.bytes
      if (entries > ENTRIES_MAX) throw invalid(`has more than ${ENTRIES_MAX} entries`)
      if (bytes > allowed) throw tooLarge(allowed)
      assertPlainName(entry.name)
    },
  }
}

/**
 * Refuses names that lead out of the archive's own folder.
 * @throws ADAPTER_ARCHIVE_INVALID
 */
function assertPlainName(name: string): void {
  const parts = name.replace(/\/$/, '').split('/')
  const absolute = name.startsWith('/') || /^[A-Za-z]:/.test(name)
  const odd = [...name].some((letter) => letter < ' ' || letter === '\\') || name.length > 1_024
  if (absolute || odd || parts.includes('..')) throw invalid('names a file outside of itself')
}

/** The failure of an archive as a whole. */
export function invalid(why: string, cause?: unknown): OpenLedgerError {
  return new OpenLedgerError(storeErrors.ADAPTER_ARCHIVE_INVALID, `The archive ${why}.`, { cause })
}

export function tooLarge(max: number): OpenLedgerError {
  return new OpenLedgerError(storeErrors.ADAPTER_TOO_LARGE, `The archive holds more than ${max} bytes.`)
}
