import { z } from 'zod'
import { defineApiRoute } from './apiRoute.ts'
import { addressSchema, countSchema, hash32Schema, timeSchema, weiTextSchema } from './primitives.ts'

/** The address that the gateway signs the account's vouchers with, once a channel names it. */
export const signerSchema = z.object({ signer: addressSchema })

/** What an API key is for: calls that its channel pays for; trainings and their files in its account's name. */
export const keyScopeSchema = z.enum(['call', 'train'])

/** What a key may do, each null where there is no limit beyond the channel's own. */
export const keyLimitsSchema = z.object({
  /** The most that all its calls together may cost. */
  budget: weiTextSchema.nullable(),
  /** The models that it may call, by id. */
  models: z.array(hash32Schema).nullable(),
  /** Calls in any 60 seconds. */
  requestsPerMinute: countSchema.nullable(),
  /** Tokens in any 60 seconds: input, and output as produced (while a call is open, as much as it may produce). */
  tokensPerMinute: countSchema.nullable(),
  /** From then on the key is refused. */
  expiresAt: timeSchema.nullable(),
})

export const signingSchema = z.enum(['gateway', 'local'])
const scopesSchema = z.array(keyScopeSchema).min(1).max(2)

const perMinute = z.int().min(1).max(1_000_000_000)

export const createKeyRequestSchema = z.object({
  channelId: hash32Schema,
  name: z.string().min(1).max(64),
  budget: weiTextSchema.optional(),
  /** Names; each goes to the model that it names now. */
  models: z.array(z.string().min(1).max(128)).min(1).max(64).optional(),
  requestsPerMinute: perMinute.optional(),
  tokensPerMinute: perMinute.optional(),
  /**
   * Who signs the vouchers of its calls. `local`: the payer, after each call (ADR 55); its channel names a signer whose key
   * the gateway does not hold.
   */
  signing: signingSchema.optional(),
  /** Before the year 10,000. */
  expiresAt: timeSchema.max(253_402_300_799).optional(),
  /** Calls alone, unless given. */
  scopes: scopesSchema.optional(),
})

export const createdKeySchema = z.object({
  keyId: z.uuid(),
  /** Shown once; the gateway keeps only its hash. */
  apiKey: z.string().min(16),
  channelId: hash32Schema,
  name: z.string(),
  scopes: z.array(keyScopeSchema),
  limits: keyLimitsSchema,
})

/** A key without its secret, and what was spent with it. */
export const keySummarySchema = z.object({
  keyId: z.uuid(),
  channelId: hash32Schema,
  name: z.string(),
  scopes: z.array(keyScopeSchema),
  limits: keyLimitsSchema,
  /** Sum of the fees of its calls. */
  spent: weiTextSchema,
  /** Set aside for its calls that are open. */
  reserved: weiTextSchema,
  createdAt: timeSchema,
  revokedAt: timeSchema.nullable(),
})

export const keyListSchema = z.object({ data: z.array(keySummarySchema) })

export const revokedKeySchema = z.object({ keyId: z.uuid(), revoked: z.literal(true) })

export const createSigner = defineApiRoute({
  method: 'post',
  path: '/v1/signers',
  auth: 'account',
  summary: 'The session signer that the gateway keeps for the account (the same each time)',
  status: 200,
  response: signerSchema,
})

export const createKey = defineApiRoute({
  method: 'post',
  path: '/v1/keys',
  auth: 'account',
  summary: "An API key for a channel, asked for by the channel's payer",
  status: 201,
  body: createKeyRequestSchema,
  response: createdKeySchema,
})

export const listKeys = defineApiRoute({
  method: 'get',
  path: '/v1/keys',
  auth: 'account',
  summary: "The account's API keys, newest first: limits and what was spent",
  status: 200,
  response: keyListSchema,
})

export const deleteKey = defineApiRoute({
  method: 'delete',
  path: '/v1/keys/{id}',
  auth: 'account',
  summary: "Revokes an API key, asked for by the channel's payer",
  status: 200,
  params: z.object({ id: z.uuid() }),
  response: revokedKeySchema,
})

export type CreateKeyRequest = z.infer<typeof createKeyRequestSchema>
export type KeyScope = z.infer<typeof keyScopeSchema>
export type KeyLimits = z.infer<typeof keyLimitsSchema>
export type KeyList = z.infer<typeof keyListSchema>
export type CreatedKey = z.infer<typeof createdKeySchema>
