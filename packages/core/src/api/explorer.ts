import { z } from 'zod'
import { defineApiRoute } from './apiRoute.ts'
import { datanetSchema } from './datanets.ts'
import { epochTotalsSchema } from './epochs.ts'
import { priceSchema } from './models.ts'
import { addressSchema, countSchema, hash32Schema, numberParam, timeSchema, weiTextSchema } from './primitives.ts'

/** The loop in figures, as this gateway knows it; amounts in wei. */
export const totalsSchema = z.object({
  datanets: countSchema,
  versions: countSchema,
  records: z.object({ accepted: countSchema, marked: countSchema, refused: countSchema, pending: countSchema }),
  /** Accounts that have signed a contribution. */
  contributors: countSchema,
  models: countSchema,
  /** Calls with a receipt, and the sum of their fees. */
  calls: z.object({ count: countSchema, fees: weiTextSchema }),
  /** Of those, the ones that no epoch has accounted for yet. */
  waiting: z.object({ count: countSchema, fees: weiTextSchema }),
  /** Calls whose attribution is known, and how many of them had no clear source. */
  attributed: z.object({ count: countSchema, flat: countSchema }),
  epochs: z.object({ posted: countSchema, final: countSchema }),
  /** Sums over posted and final epochs: fees = paid + burned + carried. */
  settled: epochTotalsSchema.omit({ calls: true }),
  /** What accounts have claimed on chain. */
  claimed: weiTextSchema,
  /** Distinct records that contributors were credited for, and how many contributors that were. */
  paid: z.object({ records: countSchema, contributors: countSchema }),
})

export const datanetListSchema = z.object({ data: z.array(datanetSchema) })

/** An account's standing in the newest posted epoch. */
export const accountSummarySchema = z.object({
  account: addressSchema,
  /** Wei earned up to and with the newest posted epoch. */
  cumulative: weiTextSchema,
  /** The last epoch that credited it. */
  lastEpoch: countSchema,
})

/** `next` is the `after` of the page that follows; null on the last. */
export const accountListSchema = z.object({
  data: z.array(accountSummarySchema),
  next: z.string().nullable().default(null),
})

/** A price version with the moment from which it holds; a version never changes. */
export const pricePointSchema = priceSchema.extend({ effectiveFrom: timeSchema })

export const priceListSchema = z.object({ data: z.array(pricePointSchema) })

export const getTotals = defineApiRoute({
  method: 'get',
  path: '/v1/totals',
  auth: 'none',
  summary: 'The whole loop in figures, from records to claims',
  status: 200,
  response: totalsSchema,
})

export const listDatanets = defineApiRoute({
  method: 'get',
  path: '/v1/datanets',
  auth: 'none',
  summary: 'Datanets with their versions and counts, oldest first',
  status: 200,
  response: datanetListSchema,
})

export const listAccounts = defineApiRoute({
  method: 'get',
  path: '/v1/accounts',
  auth: 'none',
  summary: 'Accounts of the newest posted epoch, the highest earnings first, page by page',
  status: 200,
  query: z.object({
    limit: numberParam({ min: 1, max: 1000 }).default(1000),
    /** `next` of the page before. */
    after: z
      .string()
      .regex(/^(0|[1-9][0-9]{0,77})-0x[0-9a-f]{40}$/, 'must be the next of a page before')
      .optional(),
  }),
  response: accountListSchema,
})

export const listPrices = defineApiRoute({
  method: 'get',
  path: '/v1/models/{modelId}/prices',
  auth: 'none',
  summary: 'Every price version of a model on chain, oldest first',
  status: 200,
  params: z.object({ modelId: hash32Schema }),
  response: priceListSchema,
})

export type Totals = z.infer<typeof totalsSchema>
export type AccountSummary = z.infer<typeof accountSummarySchema>
export type PricePoint = z.infer<typeof pricePointSchema>
