import { z } from 'zod'

const number = z.coerce.number().int().min(0)
const searchSchema = z.object({
  version: number.optional().catch(undefined),
  after: z.string().optional().catch(undefined),
  kind: z.enum(['qa', 'document']).optional().catch(undefined),
  verdict: z.enum(['pending', 'accept', 'mark', 'refuse']).optional().catch(undefined),
  language: z
    .string()
    .regex(/^[a-z]{2}$/)
    .optional()
    .catch(undefined),
  contributor: z.string().optional().catch(undefined),
  min: number.optional().catch(undefined),
  max: number.optional().catch(undefined),
  search: z.string().optional().catch(undefined),
})

/** What of a version is shown: it stands in the page's address, so that a reload shows the same. */
export type RecordsSearch = z.infer<typeof searchSchema>

/** Reads the page's address; what means nothing is left out. */
export function parseRecordsSearch(search: Record<string, unknown>): RecordsSearch {
  const parsed = searchSchema.parse(search)
  return Object.fromEntries(Object.entries(parsed).filter(([, value]) => value !== undefined && value !== ''))
}
