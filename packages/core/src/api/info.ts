import { z } from 'zod'
import { contractAddressesSchema } from './addresses.ts'
import { defineApiRoute } from './apiRoute.ts'
import { addressSchema, hash32Schema } from './primitives.ts'

export const healthSchema = z.object({ status: z.literal('ok') })

export const infoSchema = z.object({
  chainId: z.int().min(1),
  /** An RPC that callers may use to check what the gateway says. */
  rpcUrl: z.url(),
  addresses: contractAddressesSchema,
  /** The account that signs receipts and posts epochs. */
  operator: addressSchema,
  /** Name and SHA-256 of the base model that is loaded. */
  baseModel: z.object({ id: z.string(), hash: hash32Schema }),
  /** The same of the embedding model; null where there is none. */
  embeddingModel: z.object({ id: z.string(), hash: hash32Schema }).nullable().default(null),
  /** The approved code hash that the operator's epochs carry. */
  codeHash: hash32Schema,
  versions: z.record(z.string(), z.string()),
  /** Why nothing is paid now: what was read of the chain can't be relied on. */
  chainTrouble: z.object({ code: z.string(), message: z.string(), hint: z.string() }).nullable().default(null),
})

export const getHealth = defineApiRoute({
  method: 'get',
  path: '/healthz',
  auth: 'none',
  summary: 'Says that the process answers',
  status: 200,
  response: healthSchema,
})

export const getInfo = defineApiRoute({
  method: 'get',
  path: '/v1/info',
  auth: 'none',
  summary: 'Chain, contracts, operator and versions of this gateway',
  status: 200,
  response: infoSchema,
})

export type Info = z.infer<typeof infoSchema>
