import { z } from 'zod'
import { defineApiRoute } from './apiRoute.ts'
import { hash32Schema } from './primitives.ts'

/** Bytes of a published blob; the reader checks that they hash to the address. */
export const getData = defineApiRoute({
  method: 'get',
  path: '/v1/data/{hash}',
  auth: 'none',
  summary: 'A published blob by its Keccak-256',
  status: 200,
  params: z.object({ hash: hash32Schema }),
})
