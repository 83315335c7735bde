import { z } from 'zod'

const searchSchema = z.object({
  epoch: z.coerce.number().int().min(0).optional().catch(undefined),
  model: z.string().max(128).optional().catch(undefined),
  account: z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^0x[0-9a-f]{40}$/)
    .optional()
    .catch(undefined),
  status: z.enum(['reserved', 'unpaid', 'settled', 'failed', 'cancelled']).optional().catch(undefined),
})

/** Which calls are shown: it stands in the page's address. */
export type CallsSearch = z.infer<typeof searchSchema>

/** Reads the page's address or the form; what means nothing is left out. */
export function parseCallsSearch(search: Record<string, unknown>): CallsSearch {
  const given = Object.fromEntries(Object.entries(search).filter(([, value]) => value !== ''))
  return Object.fromEntries(Object.entries(searchSchema.parse(given)).filter(([, value]) => value !== undefined))
}
