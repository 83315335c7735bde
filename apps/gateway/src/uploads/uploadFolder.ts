import { join } from 'node:path'

/** Files of one upload. All that its contributor brought is sealed in them (packages/db's blockSeal.ts). */
export type UploadPaths = {
  readonly folder: string
  /** Folder of what came, a file for each part by its number. */
  readonly parts: string
  /** What was read in it: the content of a record a line. */
  readonly records: string
  /** Where each line of it begins, and where the last one ends: 8 bytes each, little-endian. Lengths alone, so not sealed. */
  readonly index: string
}

/** @param uploadId a UUID, as the routes' schema has made sure of */
export function uploadFolder(root: string, uploadId: string): UploadPaths {
  const folder = join(root, uploadId)
  return {
    folder,
    parts: join(folder, 'parts'),
    records: join(folder, 'records.sealed'),
    index: join(folder, 'records.index'),
  }
}
