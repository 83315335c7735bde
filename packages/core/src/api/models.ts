import { z } from 'zod'
import { splitSchema } from '../payout/splitFee.ts'
import { defineApiRoute } from './apiRoute.ts'
import { addressSchema, countSchema, hash32Schema, weiTextSchema } from './primitives.ts'

export const priceSchema = z.object({
  version: countSchema,
  /** Wei of OPEN a token of input. */
  inputPrice: weiTextSchema,
  /** Wei of OPEN a token of output. */
  outputPrice: weiTextSchema,
})

/** Texts by /v1/chat/completions and /v1/completions; vectors by /v1/embeddings. */
export const modelKindSchema = z.enum(['text', 'embedding'])

/** A model as OpenAI lists it, with what the chain says about it. */
export const modelSchema = z.object({
  id: z.string(),
  object: z.literal('model'),
  created: countSchema,
  owned_by: z.string(),
  openledger: z.object({
    modelId: hash32Schema,
    /** Who registered it. */
    developer: addressSchema,
    /** Who gets its part of calls now. */
    owner: addressSchema,
    baseHash: hash32Schema,
    adapterHash: hash32Schema,
    manifestHash: hash32Schema,
    logRoot: hash32Schema,
    indexHash: hash32Schema,
    trainingVersions: z.array(hash32Schema),
    retrievalVersions: z.array(hash32Schema),
    split: splitSchema,
    price: priceSchema,
    /** False while its adapter's files are not on this gateway. */
    servable: z.boolean(),
    /** What it makes, and so which route calls it. */
    kind: modelKindSchema.default('text'),
  }),
})

export const modelListSchema = z.object({ object: z.literal('list'), data: z.array(modelSchema) })

export const listModels = defineApiRoute({
  method: 'get',
  path: '/v1/models',
  auth: 'keyOptional',
  summary: 'Models that this gateway serves',
  status: 200,
  response: modelListSchema,
})

export const getModel = defineApiRoute({
  method: 'get',
  path: '/v1/models/{id}',
  auth: 'keyOptional',
  summary: 'One model by its name',
  status: 200,
  params: z.object({ id: z.string().min(1) }),
  response: modelSchema,
})

export type ModelKind = z.infer<typeof modelKindSchema>
export type Model = z.infer<typeof modelSchema>
