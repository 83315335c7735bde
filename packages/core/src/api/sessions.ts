import { z } from 'zod'
import { defineApiRoute } from './apiRoute.ts'
import { addressSchema, timeSchema, walletSignatureSchema } from './primitives.ts'

/** How a session began. */
export const sessionMethodSchema = z.enum(['wallet', 'passkey'])

/** A session without its token. */
export const sessionSchema = z.object({
  sessionId: z.uuid(),
  account: addressSchema,
  /** did:pkh of the account. */
  did: z.string(),
  method: sessionMethodSchema,
  /** The gateway keeps the account's key, sealed, because the account was made without a wallet. */
  keyKept: z.boolean(),
  createdAt: timeSchema,
  expiresAt: timeSchema,
})

export const openedSessionSchema = sessionSchema.extend({
  /** `Bearer` token. Shown once; the gateway keeps only its hash. */
  token: z.string().regex(/^ols-[A-Za-z0-9_-]{43}$/),
})

export const sessionListSchema = z.object({
  data: z.array(sessionSchema.extend({ /** It is the one that asks. */ current: z.boolean() })),
})

export const endedSessionSchema = z.object({ sessionId: z.uuid(), ended: z.literal(true) })

export const siweNonceSchema = z.object({
  nonce: z.string().regex(/^[a-z0-9]{32}$/),
  /** The site and the chain that the message has to name. */
  domain: z.string(),
  chainId: z.int().min(1),
  /** From then on it is refused. */
  expiresAt: timeSchema,
})

export const createSiweSessionRequestSchema = z.object({
  /** The text as it was signed (EIP-4361). */
  message: z.string().min(1).max(8_192),
  /** Of the account's key (EIP-191), or what its code takes (ERC-1271, ERC-6492). */
  signature: walletSignatureSchema,
})

export const createSiweNonce = defineApiRoute({
  method: 'post',
  path: '/v1/auth/nonces',
  auth: 'none',
  summary: 'A nonce for one sign-in with a wallet',
  status: 201,
  query: z.object({
    /** Host and port of the site that signs in; the gateway's own first unless given. */
    domain: z.string().min(1).max(261).optional(),
  }),
  response: siweNonceSchema,
})

export const createSiweSession = defineApiRoute({
  method: 'post',
  path: '/v1/auth/siwe',
  auth: 'none',
  summary: 'Signs in with a wallet: a message of EIP-4361 and its signature',
  status: 201,
  body: createSiweSessionRequestSchema,
  response: openedSessionSchema,
})

export const getSession = defineApiRoute({
  method: 'get',
  path: '/v1/auth/session',
  auth: 'session',
  summary: 'Who is signed in',
  status: 200,
  response: sessionSchema,
})

export const listSessions = defineApiRoute({
  method: 'get',
  path: '/v1/auth/sessions',
  auth: 'session',
  summary: "The account's sessions, newest first",
  status: 200,
  response: sessionListSchema,
})

export const deleteSession = defineApiRoute({
  method: 'delete',
  path: '/v1/auth/sessions/{id}',
  auth: 'session',
  summary: 'Signs out: ends this or another session of the account',
  status: 200,
  params: z.object({ id: z.uuid() }),
  response: endedSessionSchema,
})

export type Session = z.output<typeof sessionSchema>
export type OpenedSession = z.output<typeof openedSessionSchema>
