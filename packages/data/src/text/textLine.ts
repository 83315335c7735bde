/** One line of a text file without its ending; `text` is missing when the line is longer than allowed. */
export type TextLine = {
  /** From 1. */
  readonly line: number
  /** Bytes of the file that it takes, its ending included: [start, end). */
  readonly start: number
  readonly end: number
  readonly text?: string
  /** The line is no UTF-8 and was read as windows-1252. */
  readonly legacy?: boolean
}
