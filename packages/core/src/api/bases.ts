import { z } from 'zod'
import { baseCardSchema } from '../bases/baseCard.ts'
import { defineApiRoute } from './apiRoute.ts'

/** A base's card, and whether this node trains and serves it; `reason` where it does not. */
export const listedBaseSchema = baseCardSchema.extend({ here: z.boolean(), reason: z.string().nullable() })

export const listBases = defineApiRoute({
  method: 'get',
  path: '/v1/bases',
  auth: 'none',
  summary: 'Base models that the ledger knows, with a card for each',
  status: 200,
  response: z.object({ data: z.array(listedBaseSchema) }),
})

export type ListedBase = z.infer<typeof listedBaseSchema>
