import { join } from 'node:path'

/** Files of one upload. */
export type UploadPaths = {
  readonly folder: string
  /** What came, part after part. */
  readonly file: string
  /** What was read in it: the content of a record a line. */
  readonly records: string
  /** Where each line of it begins, and where the last one ends: 8 bytes each, little-endian. */
  readonly index: string
}

/** @param uploadId a UUID, as the routes' schema has made sure of */
export function uploadFolder(root: string, uploadId: string): UploadPaths {
  const folder = join(root, uploadId)
  return {
    folder,
    file: join(folder, 'file'),
    records: join(folder, 'records.jsonl'),
    index: join(folder, 'records.index'),
  }
}
