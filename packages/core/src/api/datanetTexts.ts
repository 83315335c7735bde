import { z } from 'zod'
import { datanetDescriptionSchema } from '../data/datanetDescription.ts'
import { defineApiRoute } from './apiRoute.ts'
import { addressSchema, countSchema, hash32Schema } from './primitives.ts'

/** Terms of use, or a licence's text, in plain text. */
const termsSchema = z.string().max(60_000)

/** What a Datanet says, as the chain has it now; texts are null while nobody has brought them. */
export const datanetTextsSchema = z.object({
  datanetId: hash32Schema,
  owner: addressSchema,
  /** keccak256 of the description's canonical JSON. */
  metadataHash: hash32Schema,
  description: datanetDescriptionSchema.nullable(),
  /** keccak256 of the terms of use that it was created with. */
  termsHash: hash32Schema,
  terms: z.string().nullable(),
  /** What holds for contributions from now on; its name is empty before the owner names one. */
  licence: z.object({ name: z.string(), termsHash: hash32Schema, text: z.string().nullable() }),
  /** Records that one account may register, in all and a day (UTC); 0: no limit. */
  limits: z.object({ recordsInAll: countSchema, recordsADay: countSchema }),
})

/** Any of a Datanet's texts. */
const datanetTextsBroughtSchema = z.object({
  description: datanetDescriptionSchema.optional(),
  terms: termsSchema.optional(),
  licenceText: termsSchema.optional(),
})

const datanetParams = z.object({ datanetId: hash32Schema })

export const getDatanetTexts = defineApiRoute({
  method: 'get',
  path: '/v1/datanets/{datanetId}/description',
  auth: 'none',
  summary: 'What a Datanet says: description, terms, licence, limits, by their hashes on chain',
  status: 200,
  params: datanetParams,
  response: datanetTextsSchema,
})

export const putDatanetTexts = defineApiRoute({
  method: 'put',
  path: '/v1/datanets/{datanetId}/description',
  auth: 'none',
  summary: 'Brings texts whose hashes a Datanet has on chain; anybody may, and no other text is taken',
  status: 200,
  params: datanetParams,
  body: datanetTextsBroughtSchema,
  response: datanetTextsSchema,
})

export type DatanetTextsBrought = z.output<typeof datanetTextsBroughtSchema>
export type DatanetTexts = z.output<typeof datanetTextsSchema>
