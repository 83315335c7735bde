import { z } from 'zod'
import { defineApiRoute } from './apiRoute.ts'
import { acceptedJobSchema, jobSchema } from './jobs.ts'
import { countSchema } from './primitives.ts'

const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in lower-case hex')

/** Names an adapter in a store: it follows from its weights and settings alone. */
export const adapterIdSchema = sha256Schema

/** An SPDX identifier or one in its form, as model cards have them (`apache-2.0`, `llama3.2`). */
export const licenceIdSchema = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9.+-]{0,63}$/, 'must be an SPDX identifier, e.g. Apache-2.0')

/** A licence, and who said so. */
export const adapterLicenceSchema = z.strictObject({ id: licenceIdSchema, from: z.enum(['operator', 'card', 'file']) })

/** What is known of an adapter in a node's store. */
export const storedAdapterSchema = z.strictObject({
  id: adapterIdSchema,
  /** Where it came from, without credentials. */
  source: z.string(),
  /** The hub's commit, where there is one. */
  revision: z.string().nullable(),
  /** SHA-256 of the weights file as it came. */
  weightsAsFetched: sha256Schema,
  fetchedAt: z.iso.datetime(),
  licence: adapterLicenceSchema,
  /** The base that its shapes were held against, and what its author named as the base. */
  base: z.strictObject({
    id: z.string(),
    sha256: sha256Schema,
    declared: z.string().nullable(),
    /** Whether that is this base: evidence only. */
    named: z.enum(['same', 'other', 'none']),
  }),
  /** Projections that it changes, and the greatest rank among them. */
  modules: countSchema,
  rank: countSchema,
  files: z.record(z.string(), z.strictObject({ bytes: countSchema, sha256: sha256Schema })),
})

export const storedAdapterListSchema = z.object({
  data: z.array(storedAdapterSchema),
  /** Ids of adapters whose description is lost. */
  damaged: z.array(adapterIdSchema),
})

export const createAdapterRequestSchema = z.strictObject({
  /** A folder of the node's machine, `hf:OWNER/NAME[@REVISION]`, `https://…`, `s3://BUCKET/PREFIX`, `registry:MODEL_ID`. */
  source: z.string().min(1).max(4_096),
  /** The licence, where the source does not say it. */
  licence: licenceIdSchema.optional(),
  /** Refuse another content: the adapter's id, or the SHA-256 of its weights file as the source has it. */
  expected: sha256Schema.optional(),
})

/** What a job of the kind `adapter` ends with. */
export const createAdapterResultSchema = z.object({
  adapter: storedAdapterSchema,
  /** It was in the store before. */
  found: z.boolean(),
})

export const adapterJobSchema = jobSchema.extend({
  kind: z.literal('adapter'),
  result: createAdapterResultSchema.nullable(),
})

export const createAdapter = defineApiRoute({
  method: 'post',
  path: '/v1/adapters',
  auth: 'signed',
  summary: "Takes an adapter from elsewhere into the node's store, signed by the operator's key",
  status: 202,
  body: createAdapterRequestSchema,
  response: acceptedJobSchema,
})

export const listAdapters = defineApiRoute({
  method: 'get',
  path: '/v1/adapters',
  auth: 'signed',
  summary: "Adapters in the node's store, newest first, for its operator",
  status: 200,
  response: storedAdapterListSchema,
})

const params = z.object({ id: adapterIdSchema })

export const getAdapter = defineApiRoute({
  method: 'get',
  path: '/v1/adapters/{id}',
  auth: 'signed',
  summary: "One adapter of the node's store, for its operator",
  status: 200,
  params,
  response: storedAdapterSchema,
})

export const verifyAdapter = defineApiRoute({
  method: 'post',
  path: '/v1/adapters/{id}/verify',
  auth: 'signed',
  summary: "Hashes an adapter's files again, for the operator",
  status: 200,
  params,
  response: storedAdapterSchema,
})

export const deleteAdapter = defineApiRoute({
  method: 'delete',
  path: '/v1/adapters/{id}',
  auth: 'signed',
  summary: "Removes an adapter from the node's store, signed by the operator's key",
  status: 200,
  params,
  response: z.object({ id: adapterIdSchema, removed: z.literal(true) }),
})

export type StoredAdapter = z.infer<typeof storedAdapterSchema>
export type CreateAdapterRequest = z.infer<typeof createAdapterRequestSchema>
