import { z } from 'zod'
import { defineApiRoute } from './apiRoute.ts'
import { creditRoleSchema } from './calls.ts'
import { addressSchema, countSchema, hash32Schema, weiTextSchema } from './primitives.ts'

/** What an account did and has beside its standing: income by role and record, models, Datanets, stakes. Amounts in wei. */
export const accountProfileSchema = z.object({
  account: addressSchema,
  /** Of posted epochs; together what it has earned. */
  roles: z.array(z.object({ role: creditRoleSchema, amount: weiTextSchema, calls: countSchema })),
  /** Records that it brought, how many of them have earned, and those that earned most. */
  records: z.object({
    brought: countSchema,
    earning: countSchema,
    best: z.array(
      z.object({
        commitment: hash32Schema,
        datanetId: hash32Schema,
        slug: z.string().nullable(),
        amount: weiTextSchema,
      }),
    ),
  }),
  /** Models that it registered or owns, at most a hundred, the newest first. */
  models: z.array(z.object({ modelId: hash32Schema, name: z.string(), owns: z.boolean() })),
  datanets: z.array(z.object({ datanetId: hash32Schema, slug: z.string() })),
  /** What it has staked, by the chain; null while that is out of reach. */
  stakes: z
    .array(
      z.object({
        /** Id of a model, or an address with zeros before it: whose pool it is. */
        subject: hash32Schema,
        /** The model's name, where it is one that is known. */
        name: z.string().nullable(),
        stake: weiTextSchema,
        unbonding: weiTextSchema,
        rewards: weiTextSchema,
      }),
    )
    .nullable(),
  /** As a payer: its channels together. */
  paid: z.object({ channels: countSchema, deposit: weiTextSchema, spent: weiTextSchema, calls: countSchema }),
})

export const getAccountProfile = defineApiRoute({
  method: 'get',
  path: '/v1/accounts/{address}/profile',
  auth: 'none',
  summary: 'An account’s income by role and record, its models, Datanets, stakes, and what its channels paid',
  status: 200,
  params: z.object({ address: addressSchema }),
  response: accountProfileSchema,
})

export type AccountProfile = z.infer<typeof accountProfileSchema>
