import { z } from 'zod'
import { defineApiRoute } from './apiRoute.ts'
import { addressSchema, hash32Schema } from './primitives.ts'

/** The address that the gateway signs the account's vouchers with, once a channel names it. */
export const signerSchema = z.object({ signer: addressSchema })

export const createKeyRequestSchema = z.object({
  channelId: hash32Schema,
  name: z.string().min(1).max(64),
})

export const createdKeySchema = z.object({
  keyId: z.uuid(),
  /** Shown once; the gateway keeps only its hash. */
  apiKey: z.string().min(16),
  channelId: hash32Schema,
  name: z.string(),
})

export const revokedKeySchema = z.object({ keyId: z.uuid(), revoked: z.literal(true) })

export const createSigner = defineApiRoute({
  method: 'post',
  path: '/v1/signers',
  auth: 'signed',
  summary: 'The session signer that the gateway keeps for the account (the same each time)',
  status: 200,
  response: signerSchema,
})

export const createKey = defineApiRoute({
  method: 'post',
  path: '/v1/keys',
  auth: 'signed',
  summary: "An API key for a channel, asked for by the channel's payer",
  status: 201,
  body: createKeyRequestSchema,
  response: createdKeySchema,
})

export const deleteKey = defineApiRoute({
  method: 'delete',
  path: '/v1/keys/{id}',
  auth: 'signed',
  summary: "Revokes an API key, asked for by the channel's payer",
  status: 200,
  params: z.object({ id: z.uuid() }),
  response: revokedKeySchema,
})

export type CreatedKey = z.infer<typeof createdKeySchema>
