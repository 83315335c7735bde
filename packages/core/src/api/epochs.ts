import { z } from 'zod'
import { defineApiRoute } from './apiRoute.ts'
import { countSchema, hash32Schema, numberParam, timeSchema, weiTextSchema } from './primitives.ts'

export const epochStatusSchema = z.enum([
  'open',
  'attributing',
  'collecting',
  'building',
  'publishing',
  'posted',
  'final',
  'failed',
])

/** fees = paid + burned + carried, to the wei. */
export const epochTotalsSchema = z.object({
  calls: countSchema,
  fees: weiTextSchema,
  /** Payouts of this epoch alone (payouts.sum − previous payouts.sum). */
  paid: weiTextSchema,
  burned: weiTextSchema,
  /** carriedTotal − previous carriedTotal: 0, since what has no staker waits in the model's pool. */
  carried: weiTextSchema,
  /** What of `paid` is for the pools of models' stakers. */
  pools: weiTextSchema.default('0'),
})

export const epochSchema = z.object({
  number: countSchema,
  status: epochStatusSchema,
  epochHash: hash32Schema.nullable(),
  /** DataStore address of the epoch's manifest. */
  dataCommitment: hash32Schema.nullable(),
  totals: epochTotalsSchema.nullable(),
  postedAt: timeSchema.nullable(),
  finalizesAt: timeSchema.nullable(),
})

/** `next` is the `after` of the page that follows; null on the last. */
export const epochListSchema = z.object({ data: z.array(epochSchema), next: countSchema.nullable().default(null) })

export const createdEpochSchema = z.object({ jobId: z.uuid(), epoch: countSchema })

export const createEpoch = defineApiRoute({
  method: 'post',
  path: '/v1/epochs',
  auth: 'signed',
  summary: "Closes an epoch over all settled calls, signed by the operator's key",
  status: 202,
  response: createdEpochSchema,
})

export const listEpochs = defineApiRoute({
  method: 'get',
  path: '/v1/epochs',
  auth: 'none',
  summary: 'Epochs, newest first, page by page',
  status: 200,
  query: z.object({
    limit: numberParam({ min: 1, max: 1000 }).default(1000),
    /** `next` of the page before: those below it. */
    after: numberParam({ min: 0 }).optional(),
  }),
  response: epochListSchema,
})

export const getEpoch = defineApiRoute({
  method: 'get',
  path: '/v1/epochs/{number}',
  auth: 'none',
  summary: 'One epoch',
  status: 200,
  params: z.object({ number: numberParam({ min: 0 }) }),
  response: epochSchema,
})

export type Epoch = z.infer<typeof epochSchema>
