import { z } from 'zod'
import { defineApiRoute } from './apiRoute.ts'
import { acceptedJobSchema, jobSchema } from './jobs.ts'
import { countSchema, hash32Schema } from './primitives.ts'

/** The first place where two attributions of a call differ; `entry` is null for what concerns the whole. */
export const attributionDifferenceSchema = z.object({
  entry: countSchema.nullable(),
  field: z.string(),
  stored: z.string(),
  found: z.string(),
})

/** What attributing a call again came to: `difference` is null when the same integers came out. */
export const recheckResultSchema = z.object({
  callId: hash32Schema,
  /** Methods that pay, joined by `+`. */
  method: z.string(),
  /** Entries of the stored attribution. */
  entries: countSchema,
  difference: attributionDifferenceSchema.nullable(),
})

export const recheckJobSchema = jobSchema.extend({
  kind: z.literal('recheck'),
  result: recheckResultSchema.nullable(),
})

export const createRecheck = defineApiRoute({
  method: 'post',
  path: '/v1/calls/{callId}/recheck',
  auth: 'signed',
  summary: "Attributes a call again and compares the integers, signed by the operator's key",
  status: 202,
  params: z.object({ callId: hash32Schema }),
  response: acceptedJobSchema,
})

export type AttributionDifference = z.infer<typeof attributionDifferenceSchema>
export type RecheckResult = z.infer<typeof recheckResultSchema>
