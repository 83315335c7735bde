import { z } from 'zod'
import { defineApiRoute } from './apiRoute.ts'
import { addressSchema, countSchema, hash32Schema, numberParam, weiTextSchema } from './primitives.ts'

/** Wei that went one way: from who paid, through a model and a part of its fee, to an account. */
export const flowPathSchema = z.object({
  payer: addressSchema,
  modelId: hash32Schema,
  /** Its name; the id where none is known. */
  model: z.string(),
  /** Which part of the fee it was. */
  part: z.enum(['operator', 'model', 'stakers', 'data', 'burn']),
  /** Of the data's part the Datanet whose records earned it. */
  datanet: z.object({ datanetId: hash32Schema, slug: z.string().nullable() }).nullable(),
  /** Null for what was burned. */
  account: addressSchema.nullable(),
  amount: weiTextSchema,
})

/** The ways that money took, the widest first; together with `rest` they are all of `total`. */
export const flowSchema = z.object({
  paths: z.array(flowPathSchema),
  /** What went ways too narrow to be listed, wei. */
  rest: weiTextSchema,
  /** Of an epoch its fees, of an account what it earned in posted epochs. */
  total: weiTextSchema,
})

export const getEpochFlow = defineApiRoute({
  method: 'get',
  path: '/v1/epochs/{number}/flow',
  auth: 'none',
  summary: 'Which way an epoch’s fees went: payer, model, part or Datanet, account',
  status: 200,
  params: z.object({ number: numberParam({ min: 0 }) }),
  response: flowSchema.extend({ number: countSchema }),
})

export const getAccountFlow = defineApiRoute({
  method: 'get',
  path: '/v1/accounts/{address}/flow',
  auth: 'none',
  summary: 'Which way an account’s earnings came: payer, model, part or Datanet',
  status: 200,
  params: z.object({ address: addressSchema }),
  response: flowSchema.extend({ account: addressSchema }),
})

export type MoneyFlow = z.infer<typeof flowSchema>
export type FlowPath = z.infer<typeof flowPathSchema>
