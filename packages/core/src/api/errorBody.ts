import { z } from 'zod'

/** Every answer that is not a success, in OpenAI's shape plus what to do. */
export const errorBodySchema = z.object({
  error: z.object({
    message: z.string(),
    type: z.enum([
      'invalid_request_error',
      'authentication_error',
      'insufficient_quota',
      'rate_limit_error',
      'not_found_error',
      'conflict_error',
      'server_error',
    ]),
    /** Registered code, e.g. PAYMENT_INSUFFICIENT_CREDIT. */
    code: z.string(),
    /** The field at fault, if one is. */
    param: z.string().nullable(),
    /** What to do now. */
    hint: z.string(),
    details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  }),
})

export type ErrorBody = z.infer<typeof errorBodySchema>
