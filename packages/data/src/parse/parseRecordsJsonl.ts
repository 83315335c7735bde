import { type RecordContent, recordContentSchema } from '../record/recordContent.ts'
import { defaultParseLimits, type JsonLine, type ParseLimits, parseJsonl } from './parseJsonl.ts'

/**
 * Reads a contributor's own file: one record's content a line.
 *
 * @param source the file as bytes, or as a stream of them
 * @throws DATA_FILE_TOO_LARGE, DATA_FILE_TOO_MANY_LINES
 */
export function parseRecordsJsonl(
  source: Uint8Array | AsyncIterable<Uint8Array>,
  limits: ParseLimits = defaultParseLimits,
): AsyncGenerator<JsonLine<RecordContent>> {
  return parseJsonl(source, recordContentSchema, limits)
}
