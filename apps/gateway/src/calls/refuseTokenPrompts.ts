import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { z } from 'zod'
import { gatewayErrors } from '../errors.ts'

/** A prompt as token ids, or several. */
const tokenPromptSchema = z.looseObject({ prompt: z.array(z.union([z.number(), z.array(z.number())])).min(1) })

/**
 * Refuses prompts of token ids by what they are: a prompt becomes a message, and whose tokens they are can't be known.
 *
 * @returns the request as it came
 * @throws REQUEST_UNSUPPORTED_PARAMETER
 */
export function refuseTokenPrompts(body: unknown): unknown {
  if (!tokenPromptSchema.safeParse(body).success) return body
  throw new OpenLedgerError(
    gatewayErrors.REQUEST_UNSUPPORTED_PARAMETER,
    'In the body, prompt is a list of token ids; this gateway takes text.',
    { details: { param: 'prompt' } },
  )
}
