import { z } from 'zod'

/** What the open-loop driver is told. */
export const openLoopOrderSchema = z.object({
  url: z.url(),
  /** API keys of the payers; each call is one of theirs, drawn evenly. */
  apiKeys: z.array(z.string()).min(1),
  body: z.string(),
  /** Calls a second, on average. */
  rate: z.number().positive(),
  seconds: z.number().positive(),
  seed: z.int(),
})
export type OpenLoopOrder = z.infer<typeof openLoopOrderSchema>

/** What became of one call. */
export const openLoopCallSchema = z.object({
  /** 0: the connection broke. */
  status: z.int(),
  ms: z.number(),
  callId: z.string(),
  retryAfter: z.string(),
  /** Tokens that the answer says it has. */
  tokens: z.int(),
})
export type OpenLoopCall = z.infer<typeof openLoopCallSchema>
