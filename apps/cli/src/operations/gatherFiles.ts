import { openAsBlob } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { basename, join, relative, resolve, sep } from 'node:path'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { dataErrors } from '@openledger/data/errors.ts'
import { ingestLimits } from '@openledger/data/ingest/limits.ts'
import type { NamedFile } from '@openledger/data/ingest/parsed.ts'

/**
 * The files that paths name: a file by its name, a folder with all that is in it by the paths below its parent. Links
 * are not followed.
 *
 * @throws DATA_TOO_MANY_FILES; the system's error for a path that is not there
 */
export async function gatherFiles(paths: readonly string[]): Promise<NamedFile[]> {
  const found: NamedFile[] = []
  for (const path of paths) {
    if (!(await stat(path)).isDirectory()) {
      found.push({ path: basename(path), blob: await openAsBlob(path) })
      continue
    }
    const parent = resolve(path, '..')
    for (const entry of await readdir(path, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue
      const file = join(entry.parentPath, entry.name)
      found.push({ path: relative(parent, resolve(file)).split(sep).join('/'), blob: await openAsBlob(file) })
      if (found.length > ingestLimits.files) {
        throw new OpenLedgerError(dataErrors.DATA_TOO_MANY_FILES, `More than ${ingestLimits.files} files at once.`)
      }
    }
  }
  return found
}
