import { z } from 'zod'

/** What a driver is told: where to post what, how often, how many at a time. */
export const orderSchema = z.object({
  url: z.url(),
  headers: z.record(z.string(), z.string()),
  body: z.string(),
  warmUp: z.int(),
  calls: z.int(),
  atOnce: z.int(),
})
export type DriverOrder = z.infer<typeof orderSchema>
