import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { z } from 'zod'
import { engineErrors } from './errors.ts'

/**
 * Validates a request once, where it enters.
 * @param schema one of the request schemas in engine.ts
 * @throws ENGINE_BAD_REQUEST naming the fields, never their content
 */
export function parseRequest<Schema extends z.ZodType>(schema: Schema, request: unknown): z.output<Schema> {
  const parsed = schema.safeParse(request)
  if (parsed.success) return parsed.data
  const fields = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'request'}: ${issue.message}`)
  throw new OpenLedgerError(engineErrors.ENGINE_BAD_REQUEST, fields.slice(0, 5).join('; '))
}
