import { z } from 'zod'
import { defineApiRoute } from './apiRoute.ts'

/** One thing that a term stands for. */
export const foundSchema = z.object({
  kind: z.enum(['epoch', 'account', 'call', 'datanet', 'model', 'record']),
  /** Names its page: a number, an address, a hash; of a model its name. */
  id: z.string(),
  /** What it is called, where it has a name. */
  name: z.string().nullable(),
})

export const searchAll = defineApiRoute({
  method: 'get',
  path: '/v1/search',
  auth: 'none',
  summary: 'What a number, an address, a hash or the beginning of a name stands for, the surest first',
  status: 200,
  query: z.object({ term: z.string().min(1).max(128) }),
  response: z.object({ data: z.array(foundSchema) }),
})

export type Found = z.infer<typeof foundSchema>
