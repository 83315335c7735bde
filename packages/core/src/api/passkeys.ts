import { z } from 'zod'
import { defineApiRoute } from './apiRoute.ts'
import { addressSchema, hash32Schema, timeSchema } from './primitives.ts'
import { openedSessionSchema } from './sessions.ts'
import {
  assertionSchema,
  creationOptionsSchema,
  passkeyIdSchema,
  registrationSchema,
  requestOptionsSchema,
} from './webauthn.ts'

/** What a person calls an account or a passkey: shown by authenticators and lists, never looked up. */
const name = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[ -~\u00a0-\uffff]*$/, 'must be without control characters')

export const passkeySchema = z.object({
  passkeyId: passkeyIdSchema,
  name: z.string(),
  /** Its authenticator copies it to other devices. */
  backedUp: z.boolean(),
  createdAt: timeSchema,
  lastUsedAt: timeSchema.nullable(),
})

export const passkeyListSchema = z.object({ data: z.array(passkeySchema) })

/** What a session alone may not do: each asks for an assertion of its own, made for this and nothing else. */
export const confirmedActionSchema = z.enum(['add-passkey', 'remove-passkey', 'export-key', 'send-transaction'])

const confirmed = z.object({ confirmation: assertionSchema })
const idParams = z.object({ id: passkeyIdSchema })

export const exportedKeySchema = z.object({ account: addressSchema, privateKey: hash32Schema })

export const createAccountOptions = defineApiRoute({
  method: 'post',
  path: '/v1/auth/accounts/options',
  auth: 'none',
  summary: 'What a browser needs to make a passkey for a new account',
  status: 201,
  body: z.object({ /** What authenticators show for the account. */ name: name.default('OpenLedger') }),
  response: creationOptionsSchema,
})

export const createAccount = defineApiRoute({
  method: 'post',
  path: '/v1/auth/accounts',
  auth: 'none',
  summary: 'Makes an account for a new passkey and signs it in; the gateway makes and keeps its key',
  status: 201,
  body: z.object({ registration: registrationSchema, /** Of the passkey. */ name: name.default('Passkey') }),
  response: openedSessionSchema,
})

export const createPasskeySessionOptions = defineApiRoute({
  method: 'post',
  path: '/v1/auth/passkey-sessions/options',
  auth: 'none',
  summary: 'What a browser needs to sign in with a passkey; the same for everybody',
  status: 201,
  response: requestOptionsSchema,
})

export const createPasskeySession = defineApiRoute({
  method: 'post',
  path: '/v1/auth/passkey-sessions',
  auth: 'none',
  summary: 'Signs in with a passkey',
  status: 201,
  body: z.object({ assertion: assertionSchema }),
  response: openedSessionSchema,
})

export const createConfirmation = defineApiRoute({
  method: 'post',
  path: '/v1/auth/confirmations',
  auth: 'session',
  summary: 'What a browser needs to confirm one action with a passkey of the account',
  status: 201,
  body: z.object({
    action: confirmedActionSchema,
    /** The one to remove. */
    passkeyId: passkeyIdSchema.optional(),
    /** keccak256(contract ‖ data) of the call to send. */
    call: hash32Schema.optional(),
  }),
  response: requestOptionsSchema,
})

export const listPasskeys = defineApiRoute({
  method: 'get',
  path: '/v1/auth/passkeys',
  auth: 'session',
  summary: "The account's passkeys, oldest first",
  status: 200,
  response: passkeyListSchema,
})

export const createPasskeyOptions = defineApiRoute({
  method: 'post',
  path: '/v1/auth/passkeys/options',
  auth: 'session',
  summary: 'What a browser needs to make another passkey for the account; confirmed by one that it has',
  status: 201,
  body: confirmed,
  response: creationOptionsSchema,
})

export const createPasskey = defineApiRoute({
  method: 'post',
  path: '/v1/auth/passkeys',
  auth: 'session',
  summary: 'Adds a passkey to the account',
  status: 201,
  body: z.object({ registration: registrationSchema, name: name.default('Passkey') }),
  response: passkeySchema,
})

export const removePasskey = defineApiRoute({
  method: 'post',
  path: '/v1/auth/passkeys/{id}/removal',
  auth: 'session',
  summary: 'Removes a passkey, never the last, and ends its sessions; confirmed by a passkey of the account',
  status: 200,
  params: idParams,
  body: confirmed,
  response: z.object({ passkeyId: passkeyIdSchema, removed: z.literal(true) }),
})

export const exportKey = defineApiRoute({
  method: 'post',
  path: '/v1/auth/key-exports',
  auth: 'session',
  summary: "The account's private key, where the gateway keeps it; confirmed by a passkey of the account",
  status: 201,
  body: confirmed,
  response: exportedKeySchema,
})

export type Passkey = z.output<typeof passkeySchema>
export type PasskeyList = z.output<typeof passkeyListSchema>
export type ConfirmedAction = z.output<typeof confirmedActionSchema>
