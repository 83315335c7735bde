import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { z } from 'zod'
import { gatewayErrors } from '../errors.ts'

const tokenIdsSchema = z.array(z.union([z.number(), z.array(z.number())])).min(1)
const bodySchema = z.looseObject({ prompt: z.unknown().optional(), input: z.unknown().optional() })

/**
 * Refuses texts as token ids by what they are: whose tokens they are can't be known.
 *
 * @param param the field in which texts are
 * @returns the request as it came
 * @throws REQUEST_UNSUPPORTED_PARAMETER
 */
export function refuseTokenIds(body: unknown, param: 'prompt' | 'input'): unknown {
  const parsed = bodySchema.safeParse(body)
  if (!parsed.success || !tokenIdsSchema.safeParse(parsed.data[param]).success) return body
  throw new OpenLedgerError(
    gatewayErrors.REQUEST_UNSUPPORTED_PARAMETER,
    `In the body, ${param} is a list of token ids; this gateway takes text.`,
    { details: { param } },
  )
}
