import { z } from 'zod'
import { defineApiRoute } from './apiRoute.ts'
import { epochStatusSchema } from './epochs.ts'
import { addressSchema, countSchema, hash32Schema, numberParam, weiTextSchema } from './primitives.ts'

const accountParams = z.object({ address: addressSchema })

/** What an account earned in posted epochs, summed in several ways; each way sums to the same. */
export const earningsSchema = z.object({
  account: addressSchema,
  /** Newest first. */
  epochs: z.array(z.object({ epoch: countSchema, status: epochStatusSchema, amount: weiTextSchema })),
  /** By the model that was called, the highest sum first. */
  models: z.array(z.object({ model: z.string(), amount: weiTextSchema, calls: countSchema })),
  /** By the Datanet of the record; null for what no record earned (operating, models, stakers). */
  datanets: z.array(
    z.object({ datanetId: hash32Schema.nullable(), slug: z.string().nullable(), amount: weiTextSchema }),
  ),
})

/** What lies in an account on chain, in wei. */
export const balanceSchema = z.object({ account: addressSchema, open: weiTextSchema, ether: weiTextSchema })

export const getEarnings = defineApiRoute({
  method: 'get',
  path: '/v1/accounts/{address}/earnings',
  auth: 'none',
  summary: "An account's earnings by epoch, model and Datanet",
  status: 200,
  params: accountParams,
  response: earningsSchema,
})

export const getStatement = defineApiRoute({
  method: 'get',
  path: '/v1/accounts/{address}/statement',
  auth: 'none',
  summary: 'Every credit of an account as CSV, of one epoch or of all, safe to open in a spreadsheet',
  status: 200,
  params: accountParams,
  query: z.object({ epoch: numberParam({ min: 0 }).optional() }),
})

export const getBalance = defineApiRoute({
  method: 'get',
  path: '/v1/accounts/{address}/balance',
  auth: 'none',
  summary: 'The OPEN and the ether that an account has on chain',
  status: 200,
  params: accountParams,
  response: balanceSchema,
})

export type Earnings = z.output<typeof earningsSchema>
