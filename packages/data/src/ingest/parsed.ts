import type { RecordContent } from '../record/recordContent.ts'

/** A file as browsers and Node hold it: read in pieces, never whole unless its format needs that. */
export type NamedFile = {
  /** Name, or path inside the folder that was chosen, with `/`. */
  readonly path: string
  readonly blob: Blob
}

/** Where in a file something was read. Lines, rows, pages and blocks count from 1; `bytes` is [start, end). */
export type Place = {
  readonly path: string
  readonly line?: number
  readonly row?: number
  readonly page?: number
  readonly block?: number
  readonly bytes?: readonly [start: number, end: number]
}

/** What was changed in a text so that it is valid in a record. */
export type TextChange =
  | 'control characters removed'
  | 'brought to NFC'
  | 'line endings made LF'
  | 'broken characters replaced'
  | 'read as windows-1252'

/** One thing that a parser has to tell: a record, or something that became none, with the reason. */
export type ParsedItem =
  | {
      readonly kind: 'record'
      readonly content: RecordContent
      readonly place: Place
      readonly changes: readonly TextChange[]
    }
  | {
      readonly kind: 'leftOut'
      readonly place: Place
      readonly code: `DATA_${string}`
      /** A sentence for the contributor. */
      readonly reason: string
    }

/** One row of a table file (JSONL, CSV, Parquet): its columns, or why it has none. */
export type Row =
  | {
      readonly ok: true
      readonly place: Place
      readonly value: Readonly<Record<string, unknown>>
      readonly changes: readonly TextChange[]
    }
  | { readonly ok: false; readonly place: Place; readonly code: `DATA_${string}`; readonly reason: string }

/** One block of a document: a heading, or a paragraph, list, table or piece of code. */
export type Block = {
  readonly text: string
  /** 1 to 6 for a heading. */
  readonly heading?: number
  readonly place: Place
  readonly changes: readonly TextChange[]
  /** Blocks of another group never share a record (the pages of a PDF). */
  readonly group?: number
}
