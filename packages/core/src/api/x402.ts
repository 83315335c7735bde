import { z } from 'zod'
import { transferAuthorizationSchema } from '../eip712/transferAuthorization.ts'
import { defineApiRoute } from './apiRoute.ts'
import { addressSchema, countSchema, hash32Schema, weiTextSchema } from './primitives.ts'

/** Version of the x402 protocol that is spoken (x402 specification, version 2). */
export const X402_VERSION = 2

/** The protocol's headers (HTTP transport, version 2): each is base64 of JSON. */
export const X402_HEADERS = {
  required: 'payment-required',
  signature: 'payment-signature',
  response: 'payment-response',
} as const

/** One way to pay: `amount` wei of `asset` to `payTo`, within `maxTimeoutSeconds`. */
export const paymentRequirementsSchema = z.object({
  scheme: z.string().min(1).max(64),
  /** CAIP-2: `eip155:` and the chain's id. */
  network: z.string().min(3).max(128),
  amount: weiTextSchema,
  asset: z.string().min(1).max(128),
  payTo: z.string().min(1).max(128),
  maxTimeoutSeconds: z.number().positive(),
  /** For `exact`: name and version of the token's EIP-712 domain. */
  extra: z.record(z.string(), z.unknown()).nullish(),
})

const resourceSchema = z.object({
  url: z.string().min(1),
  description: z.string().nullish(),
  mimeType: z.string().nullish(),
})

/** What an answer 402 carries in PAYMENT-REQUIRED: what is to be paid, and why nothing was answered. */
export const paymentRequiredSchema = z.object({
  x402Version: z.literal(X402_VERSION),
  error: z.string().nullish(),
  resource: resourceSchema,
  accepts: z.array(paymentRequirementsSchema).min(1),
})

/** What a payer sends in PAYMENT-SIGNATURE; what `payload` holds depends on the scheme. */
export const paymentPayloadSchema = z.object({
  x402Version: z.literal(X402_VERSION),
  resource: resourceSchema.nullish(),
  accepted: paymentRequirementsSchema,
  payload: z.record(z.string(), z.unknown()),
})

/** The payload of the scheme `exact` with EIP-3009: an authorisation and who signed it. */
export const exactPayloadSchema = z.object({
  /** 65 bytes where a key signed; the signature of a contract (ERC-1271, ERC-6492) is longer. */
  signature: z
    .string()
    .max(8_194)
    .regex(/^0x([0-9a-fA-F]{2})*$/, 'expected whole bytes of hex')
    .transform((text): `0x${string}` => `0x${text.slice(2).toLowerCase()}`),
  authorization: transferAuthorizationSchema,
})

/** What an answer carries in PAYMENT-RESPONSE once a payment was tried. */
export const settlementResponseSchema = z.object({
  success: z.boolean(),
  errorReason: z.string().optional(),
  payer: z.string().optional(),
  /** Hash of the transaction; empty when nothing was paid. */
  transaction: z.string(),
  network: z.string(),
})

/** A wallet's books: `paid` = `fees` + `returned` + `owed`, to the wei. */
export const walletSchema = z.object({
  wallet: addressSchema,
  /** Payments that arrived on chain. */
  payments: countSchema,
  /** What they brought. */
  paid: weiTextSchema,
  /** The receipts' fees of its calls. */
  fees: weiTextSchema,
  /** Sent back on chain. */
  returned: weiTextSchema,
  /** Still to be sent back, or to be used by a call that is open. */
  owed: weiTextSchema,
  /** The transfers back, newest first, 100 at most; the hash is null until one is in a block. */
  returns: z.array(z.object({ amount: weiTextSchema, transaction: hash32Schema.nullable() })),
})

export const getWallet = defineApiRoute({
  method: 'get',
  path: '/v1/wallets/{wallet}',
  auth: 'none',
  summary: 'What a wallet paid by x402, what its calls cost, and what it got back',
  status: 200,
  params: z.object({ wallet: addressSchema }),
  response: walletSchema,
})

export type PaymentRequirements = z.output<typeof paymentRequirementsSchema>
export type PaymentRequired = z.output<typeof paymentRequiredSchema>
export type ExactPayload = z.output<typeof exactPayloadSchema>
export type SettlementResponse = z.output<typeof settlementResponseSchema>
export type Wallet = z.output<typeof walletSchema>
