import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { engineErrors } from '../../errors.ts'
import { errorAnswerSchema } from './answers.ts'

/** Longest part of a server's words that goes into a message. */
const WORDS_MAX = 300

const memory = /out of memory|can't allocate memory|cannot allocate memory|bad_alloc|\bOOM\b/i
const context = /maximum context length|max_model_len|context length/i

/**
 * What an answer that is no success means.
 * @param status of HTTP, or the code in an error within a stream
 * @param body its text
 */
export function serverError(status: number, body: string): OpenLedgerError {
  const said = wordsOf(body)
  const make = (descriptor: ConstructorParameters<typeof OpenLedgerError>[0], what: string) =>
    new OpenLedgerError(descriptor, `${what} (${status}): ${said}`, { details: { status } })
  if (memory.test(said)) return make(engineErrors.ENGINE_SERVER_MEMORY, 'the vLLM server is out of memory')
  if (status === 401 || status === 403)
    return make(engineErrors.ENGINE_SERVER_UNFIT, 'the vLLM server does not take the API key')
  if (status === 404) return make(engineErrors.ENGINE_SERVER_UNFIT, 'the vLLM server does not have what was asked for')
  if (status === 429) return make(engineErrors.ENGINE_BUSY, 'the vLLM server has too much to do')
  if (status === 400 && context.test(said))
    return make(engineErrors.ENGINE_CONTEXT_OVERFLOW, 'prompt and output do not fit the vLLM server’s context')
  if (status >= 500) return make(engineErrors.ENGINE_SERVER_FAILED, 'the vLLM server failed')
  return make(engineErrors.ENGINE_SERVER_UNFIT, 'the vLLM server refused a request')
}

/** The failure of an answer that ended in the middle. */
export function cut(message: string, cause?: unknown): OpenLedgerError {
  return new OpenLedgerError(engineErrors.ENGINE_STREAM_CUT, message, { cause })
}

/** A failure's own words in one line. */
export function wordsOf(body: string): string {
  return plainWords(body).replace(/\s+/g, ' ').trim().slice(0, WORDS_MAX)
}

function plainWords(body: string): string {
  try {
    const parsed = errorAnswerSchema.safeParse(JSON.parse(body))
    return parsed.success ? parsed.data.error.message : body
  } catch {
    return body
  }
}
