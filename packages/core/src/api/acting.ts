import { z } from 'zod'
import { defineApiRoute } from './apiRoute.ts'
import { addressSchema, bytesSchema, hash32Schema, signatureSchema, uint64TextSchema } from './primitives.ts'
import { assertionSchema } from './webauthn.ts'

/** Greatest call that an account without a wallet may have sent, bytes. */
export const CALL_BYTES_MAX = 65_536

const domainSchema = z.strictObject({
  name: z.string().max(64),
  version: z.string().max(16),
  chainId: z.int().min(1),
  verifyingContract: addressSchema,
})

/** What an account without a wallet may have signed: a contribution of its own, nothing else. */
export const accountSignatureRequestSchema = z.strictObject({
  primaryType: z.literal('Contribution'),
  domain: domainSchema,
  message: z.strictObject({
    datanetId: hash32Schema,
    contributor: addressSchema,
    root: hash32Schema,
    count: z.int().min(1).max(4_294_967_295),
    /** Unix seconds, as a decimal string. */
    deadline: uint64TextSchema,
  }),
})

export const accountTransactionRequestSchema = z.strictObject({
  /** One key, one transaction: the same key again waits for the first and sends no second. */
  key: z.string().regex(/^[A-Za-z0-9_-]{16,64}$/, 'must be 16 to 64 of A-Z, a-z, 0-9, _ and -'),
  to: addressSchema,
  data: bytesSchema(CALL_BYTES_MAX),
  /** Of a passkey of the account, for calls that let money go to somebody else. */
  confirmation: assertionSchema.optional(),
})

export const accountTransactionSchema = z.object({ hash: hash32Schema, blockNumber: z.string() })

export const createAccountSignature = defineApiRoute({
  method: 'post',
  path: '/v1/account/signatures',
  auth: 'session',
  summary: 'Signs a contribution of an account whose key the gateway keeps',
  status: 201,
  body: accountSignatureRequestSchema,
  response: z.object({ signature: signatureSchema }),
})

export const createAccountTransaction = defineApiRoute({
  method: 'post',
  path: '/v1/account/transactions',
  auth: 'session',
  summary: 'Sends a call of an account whose key the gateway keeps, and answers once it is in a block',
  status: 201,
  body: accountTransactionRequestSchema,
  response: accountTransactionSchema,
})
