import { defineErrors } from '@openledger/core/errors/openLedgerError.ts'

/** Errors of `packages/data`. The `DATA_LINE_*` and `DATA_RECORD_*` codes also appear in findings about one line. */
export const dataErrors = defineErrors({
  DATA_FILE_TOO_LARGE: {
    status: 413,
    type: 'invalid_request_error',
    hint: 'Split the file and upload the parts as separate contributions.',
  },
  DATA_FILE_TOO_MANY_LINES: {
    status: 413,
    type: 'invalid_request_error',
    hint: 'Split the file and upload the parts as separate contributions.',
  },
  DATA_LINE_TOO_LONG: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'Shorten the record, or split it into several records.',
  },
  DATA_LINE_NOT_UTF8: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'Save the file as UTF-8.',
  },
  DATA_LINE_NOT_JSON: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'Write one complete JSON object on each line.',
  },
  DATA_RECORD_INVALID: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'Give the record exactly the fields of its kind: qa has prompts and answer; document has title, text and url.',
  },
  DATA_EXPORT_REPEATED_COMMITMENT: {
    status: 409,
    type: 'conflict_error',
    hint: 'Export each accepted record once.',
  },
  DATA_EXPORT_COMMITMENT_INVALID: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'Pass commitments and record ids as 32-byte lower-case 0x hex.',
  },
  DATA_PATH_UNSAFE: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'Rename the file: a path inside its folder, without "..", a leading "/", "\\" or control characters.',
  },
  DATA_FORMAT_UNKNOWN: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'Bring .md, .txt, .pdf, .docx, .jsonl, .csv or .parquet files, or a folder of them.',
  },
  DATA_FORMAT_MISMATCH: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'Give the file the ending of what it really is, or save it again in the format that its ending names.',
  },
  DATA_FILE_EMPTY: { status: 400, type: 'invalid_request_error', hint: 'Bring a file that holds something.' },
  DATA_TOO_MANY_FILES: {
    status: 413,
    type: 'invalid_request_error',
    hint: 'Bring fewer files at once.',
  },
  DATA_URL_NEEDED: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'Say where a reader finds the source: an http or https address.',
  },
  DATA_RECORD_NOT_THERE: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'Name numbers of records that the file has, from 1, as the preview counts them.',
  },
  DATA_CSV_HEADER: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'Name every column once in the first row of the file.',
  },
  DATA_PARQUET_BROKEN: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'Write the file again; codecs may be none, snappy, gzip, zstd, brotli or lz4.',
  },
  DATA_ARCHIVE_BROKEN: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'Save the document again as .docx.',
  },
  DATA_ARCHIVE_BOMB: {
    status: 413,
    type: 'invalid_request_error',
    hint: 'Save the document again without what makes it unpack to so much, or split it.',
  },
  DATA_PDF_BROKEN: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'Print or export the document to PDF again, without a password.',
  },
  DATA_FILE_RESERVED: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'Bring a file that may be trained on: ask its author for one without the reservation.',
  },
  DATA_PARSE_TIMEOUT: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'Save the file again in a simpler form, or split it: reading it takes too long.',
  },
  DATA_PARSE_DIED: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'Split the file: reading it takes more memory than there may be.',
  },
})
