import { daySchema } from '@openledger/core/api/usage.ts'
import { z } from 'zod'

const day = daySchema.optional().catch(undefined)
const searchSchema = z.object({ from: day, to: day })

/** The days that usage is shown of: they stand in the page's address. */
export type UsageSearch = { readonly from?: string; readonly to?: string }

/** Reads the page's address; what is no day is left out. */
export function parseUsageSearch(search: Record<string, unknown>): UsageSearch {
  const { from, to } = searchSchema.parse(search)
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }
}
