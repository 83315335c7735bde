import { z } from 'zod'
import { defineApiRoute } from './apiRoute.ts'
import { addressSchema, bpsSchema, countSchema, hash32Schema } from './primitives.ts'

export const versionSchema = z.object({
  root: hash32Schema,
  number: countSchema,
  count: countSchema,
  /** DataStore address of the leaf file. */
  dataHash: hash32Schema,
  previousRoot: hash32Schema,
})

export const datanetSchema = z.object({
  datanetId: hash32Schema,
  owner: addressSchema,
  slug: z.string(),
  /** Takes the data part of calls in which no record passed. */
  treasury: addressSchema,
  /** The cut of owner and curators of what records of the Datanet earn. */
  rateBps: bpsSchema,
  /** Who gets `bps` of that cut each; the owner gets the rest. */
  curators: z.array(z.object({ account: addressSchema, bps: bpsSchema })),
  /** Name of the licence that holds now; empty when the owner named none. */
  licence: z.string(),
  versions: z.array(versionSchema),
  records: z.object({ accepted: countSchema, marked: countSchema, refused: countSchema, pending: countSchema }),
})

/** The next version, ready for its owner to publish: leaves in the order of the tree. */
export const draftSchema = z.object({
  datanetId: hash32Schema,
  leaves: z.array(z.object({ commitment: hash32Schema, contributor: addressSchema })),
  root: hash32Schema,
  count: countSchema,
  /** DataStore address of the leaf file (already stored). */
  dataHash: hash32Schema,
  previousRoot: hash32Schema,
})

const datanetParams = z.object({ datanetId: hash32Schema })

export const getDatanet = defineApiRoute({
  method: 'get',
  path: '/v1/datanets/{datanetId}',
  auth: 'none',
  summary: 'A Datanet with its versions and counts',
  status: 200,
  params: datanetParams,
  response: datanetSchema,
})

export const getDraft = defineApiRoute({
  method: 'get',
  path: '/v1/datanets/{datanetId}/draft',
  auth: 'account',
  summary: 'The accepted, not revoked records as a version that the owner can publish',
  status: 200,
  params: datanetParams,
  response: draftSchema,
})

export const disputeSchema = z.object({
  disputeId: hash32Schema,
  datanetId: hash32Schema,
  commitment: hash32Schema,
  contributor: addressSchema,
  challenger: addressSchema,
  reasonHash: hash32Schema,
  /** Takes the record's income until the verdict. */
  pot: addressSchema,
  stage: z.enum(['open', 'decided', 'appealed', 'closed']),
  /** The verdict so far; false while there is none. */
  upheld: z.boolean(),
})

export const listDisputes = defineApiRoute({
  method: 'get',
  path: '/v1/datanets/{datanetId}/disputes',
  auth: 'none',
  summary: 'Disputes of a Datanet’s records, oldest first',
  status: 200,
  params: datanetParams,
  response: z.object({ data: z.array(disputeSchema) }),
})

export type Datanet = z.infer<typeof datanetSchema>
export type Draft = z.infer<typeof draftSchema>
