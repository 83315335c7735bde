import type { z } from 'zod'
import { OpenLedgerError } from '../errors/openLedgerError.ts'
import { coreErrors } from '../errors.ts'
import { canonicalJson } from './canonicalJson.ts'
import { isCanonicalText } from './isCanonicalText.ts'

/**
 * Reads canonical JSON strictly: valid UTF-8, exactly the canonical text (so no repeated keys, no
 * spaces, no other number forms), and exactly the schema's fields.
 * @param name what the error calls the document
 * @throws CORE_JSON_NOT_CANONICAL for other text, CORE_INPUT_INVALID for other fields
 */
export function parseCanonical<T extends z.ZodType>(schema: T, bytes: Uint8Array, name: string): z.output<T> {
  let text: string
  let value: unknown
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    value = JSON.parse(text)
  } catch (cause) {
    throw new OpenLedgerError(coreErrors.CORE_JSON_NOT_CANONICAL, `${name} is not UTF-8 JSON.`, { cause })
  }
  if (!isCanonicalText(value, text)) {
    try {
      canonicalJson(value)
    } catch (cause) {
      throw new OpenLedgerError(coreErrors.CORE_JSON_NOT_CANONICAL, `${name} holds a value without a canonical form.`, {
        cause,
      })
    }
    throw new OpenLedgerError(coreErrors.CORE_JSON_NOT_CANONICAL, `${name} is JSON, but not canonical.`)
  }
  const result = schema.safeParse(value)
  if (!result.success) throw new OpenLedgerError(coreErrors.CORE_INPUT_INVALID, `${name}: ${firstIssue(result.error)}`)
  return result.data
}

/** The first complaint of a schema, with the path of the field it is about. */
export function firstIssue(error: z.ZodError): string {
  const issue = error.issues[0]
  if (issue === undefined) return 'invalid'
  const path = issue.path.map(String).join('.')
  return path === '' ? issue.message : `${path}: ${issue.message}`
}
