import { z } from 'zod'

const candidate = { token: z.string(), logprob: z.number(), bytes: z.array(z.int()) }

/** What `calls.reply` holds: what an answer carried besides its text, so that a repeat under its key is the same. */
export const callReplySchema = z.object({
  /** Where the answer rests on a retrieved document; indexes in UTF-16 code units. */
  annotations: z.array(
    z.object({
      type: z.literal('url_citation'),
      url_citation: z.object({ url: z.string(), title: z.string(), start_index: z.int(), end_index: z.int() }),
    }),
  ),
  /** Natural log-probability of each token; null unless asked for. */
  logprobs: z.array(z.object({ ...candidate, top_logprobs: z.array(z.object(candidate)) })).nullable(),
  /** What was said about the error that cut the call. */
  errorMessage: z.string().nullable(),
})
export type CallReply = z.infer<typeof callReplySchema>
