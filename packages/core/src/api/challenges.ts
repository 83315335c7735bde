import { z } from 'zod'
import { defineApiRoute } from './apiRoute.ts'
import { addressSchema, countSchema, hash32Schema, numberParam, timeSchema, weiTextSchema } from './primitives.ts'

/** What others did about an epoch, by the chain. */
export const challengesSchema = z.object({
  number: countSchema,
  /** How it stands on chain; `none` before it is posted and after it became void. */
  standing: z.enum(['none', 'open', 'final', 'void']),
  /** How often it was posted: after it was voided it can be posted again. */
  posts: countSchema,
  poster: addressSchema.nullable(),
  /** Pieces of published data that somebody demanded on chain. */
  demands: z.array(
    z.object({
      tree: z.string(),
      chunk: countSchema,
      post: countSchema,
      demander: addressSchema,
      deadline: timeSchema,
      answered: z.boolean(),
    }),
  ),
  /** Calls whose attribution a committee executes again. */
  committee: z.array(
    z.object({
      requestId: hash32Schema,
      callId: hash32Schema,
      requester: addressSchema,
      stage: z.string(),
      outcome: countSchema,
      deadline: timeSchema,
      members: z.array(addressSchema),
    }),
  ),
  /** Proven faults that made it void. */
  voided: z.array(z.object({ challenger: addressSchema, transactionHash: hash32Schema })),
  /** What was taken of bonds for it, wei. */
  slashed: z.array(z.object({ challenger: addressSchema, burned: weiTextSchema, reward: weiTextSchema })),
})

export const getChallenges = defineApiRoute({
  method: 'get',
  path: '/v1/epochs/{number}/challenges',
  auth: 'none',
  summary: 'Demands, committees, proven faults and lost bonds of an epoch, by the chain',
  status: 200,
  params: z.object({ number: numberParam({ min: 0 }) }),
  response: challengesSchema,
})

export type EpochChallenges = z.infer<typeof challengesSchema>
