import { z } from 'zod'

const candidateSchema = z.object({
  token: z.string(),
  /** Natural logarithm of the model's own probability, at temperature 1. */
  logprob: z.number(),
  /** UTF-8 of the token's text. */
  bytes: z.array(z.int().min(0).max(255)),
})

/** One produced token with its log-probability, and the likeliest ones at its place, in OpenAI's shape. */
export const tokenLogprobSchema = candidateSchema.extend({ top_logprobs: z.array(candidateSchema) })

/** `choices[].logprobs` of a chat answer. */
export const choiceLogprobsSchema = z.object({ content: z.array(tokenLogprobSchema), refusal: z.null() })

export type TokenLogprob = z.infer<typeof tokenLogprobSchema>
