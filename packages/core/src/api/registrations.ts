import { z } from 'zod'
import { defineApiRoute } from './apiRoute.ts'
import { creditRoleSchema } from './calls.ts'
import { priceSchema } from './models.ts'
import {
  addressSchema,
  bpsSchema,
  countSchema,
  hash32Schema,
  numberParam,
  timeSchema,
  weiTextSchema,
} from './primitives.ts'

/** A model as it stands on chain, with what its calls came to here. Names are not unique. */
export const registrationSchema = z.object({
  modelId: hash32Schema,
  name: z.string(),
  developer: addressSchema,
  owner: addressSchema,
  registeredAt: timeSchema,
  /** Its base model is one of this gateway's. */
  here: z.boolean(),
  /** Versions that it was trained on, and that it retrieves from. */
  trained: countSchema,
  retrieves: countSchema,
  /** The data's part of a fee. */
  dataBps: bpsSchema,
  /** In effect now; null before the first. */
  price: priceSchema.nullable(),
  /** Calls with a receipt and their fees. */
  calls: countSchema,
  fees: weiTextSchema,
})

export const listRegistrations = defineApiRoute({
  method: 'get',
  path: '/v1/registrations',
  auth: 'none',
  summary: 'Every model on chain with its price and what its calls came to, newest first, page by page',
  status: 200,
  query: z.object({
    limit: numberParam({ min: 1, max: 200 }).default(50),
    /** `next` of the page before. */
    after: z
      .string()
      .regex(/^\d{1,18}-\d{1,9}$/, 'must be the next of a page before')
      .optional(),
    /** Beginning of a name. */
    name: z.string().max(128).optional(),
  }),
  response: z.object({ data: z.array(registrationSchema), next: z.string().nullable() }),
})

/** What the calls of one registration came to. */
export const modelFiguresSchema = z.object({
  modelId: hash32Schema,
  calls: countSchema,
  charged: countSchema,
  inputTokens: countSchema,
  outputTokens: countSchema,
  fees: weiTextSchema,
  /** Of `fees`, those that posted epochs account for; the income is of these. */
  settled: weiTextSchema,
  /** Whom they paid, by role; what is missing to `settled` was burned. */
  income: z.array(z.object({ role: creditRoleSchema, amount: weiTextSchema, accounts: countSchema })),
  burned: weiTextSchema,
})

export const getModelFigures = defineApiRoute({
  method: 'get',
  path: '/v1/models/{modelId}/figures',
  auth: 'none',
  summary: 'Calls and fees of a model, and whom its settled fees paid',
  status: 200,
  params: z.object({ modelId: hash32Schema }),
  response: modelFiguresSchema,
})

export type Registration = z.infer<typeof registrationSchema>
export type ModelFigures = z.infer<typeof modelFiguresSchema>
