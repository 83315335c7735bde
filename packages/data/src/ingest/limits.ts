/** Bounds of what is parsed. Bytes unless named otherwise. */
export const ingestLimits = {
  /** Of a file that is read in pieces: text, JSONL, CSV, Parquet. */
  fileBytes: 2 ** 31,
  /** Of a file that must be held whole: PDF, DOCX. */
  wholeFileBytes: 128 * 2 ** 20,
  /** Of one line of text, or one row of a table, before it is decoded. */
  lineBytes: 2 ** 20,
  /** Of one part of a DOCX once it is unpacked, and how much larger than the packed file all may be. */
  unpackedBytes: 64 * 2 ** 20,
  unpackedRatio: 200,
  /** Of one row group of a Parquet file once it is unpacked. */
  rowGroupBytes: 512 * 2 ** 20,
  /** Pages of a PDF. */
  pages: 5_000,
  /** Columns of a table. */
  columns: 1_000,
  /** Files of a folder. */
  files: 10_000,
  /** Characters of a path. */
  pathLength: 1_024,
} as const
