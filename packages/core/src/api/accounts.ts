import { z } from 'zod'
import { didDocumentSchema } from '../identity/didDocument.ts'
import { defineApiRoute } from './apiRoute.ts'
import { creditRoleSchema } from './calls.ts'
import { addressSchema, countSchema, hash32Schema, weiTextSchema } from './primitives.ts'

/** What an account earned in one epoch, by role and record. */
export const accountCreditSchema = z.object({
  epoch: countSchema,
  role: creditRoleSchema,
  commitment: hash32Schema,
  amount: weiTextSchema,
})

export const accountSchema = z.object({
  account: addressSchema,
  /** What the account has earned beyond `available`: by posted epochs that are not final yet, and `pendingOpen`. */
  pending: weiTextSchema,
  /** Of `pending`, what attributed calls brought that no posted epoch accounts yet. */
  pendingOpen: weiTextSchema,
  /** Paid calls, of anybody, of which it is not known yet whom they bring something. */
  waitingCalls: countSchema,
  /** Cumulative payout of the last final epoch. */
  available: weiTextSchema,
  /** Of `available`, what was claimed on chain. */
  claimed: weiTextSchema,
  /** Leaf and proof to claim with one's own key; null while nothing is final. */
  claim: z
    .object({
      epoch: countSchema,
      cumulative: weiTextSchema,
      proof: z.array(hash32Schema),
      /** The contract to claim in. */
      vault: addressSchema,
    })
    .nullable(),
  credits: z.array(accountCreditSchema),
})

export const claimRequestSchema = z.object({ account: addressSchema })

export const claimResultSchema = z.object({
  account: addressSchema,
  status: z.enum(['claimed', 'already', 'nothing']),
  /** Wei paid by this claim. */
  amount: weiTextSchema,
  transactionHash: hash32Schema.nullable(),
})

export const getAccount = defineApiRoute({
  method: 'get',
  path: '/v1/accounts/{address}',
  auth: 'none',
  summary: "An account's earnings, pending, available and claimed",
  status: 200,
  params: z.object({ address: addressSchema }),
  response: accountSchema,
})

export const getDidDocument = defineApiRoute({
  method: 'get',
  path: '/v1/accounts/{address}/did.json',
  auth: 'none',
  summary: "The DID document that an account's did:pkh resolves to; every account has one",
  status: 200,
  params: z.object({ address: addressSchema }),
  response: didDocumentSchema,
})

export const createClaim = defineApiRoute({
  method: 'post',
  path: '/v1/claims',
  auth: 'none',
  summary: "Relays an account's claim on the last final epoch; it pays the account whoever asks",
  status: 200,
  body: claimRequestSchema,
  response: claimResultSchema,
})

export type Account = z.infer<typeof accountSchema>
export type ClaimResult = z.infer<typeof claimResultSchema>
