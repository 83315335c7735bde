import { z } from 'zod'

/** What vLLM sends (read in version 0.32; fields that are not needed are left alone). */

const token = z.int().min(0)
/** How a token is written where `return_tokens_as_token_ids` was asked for. */
const tokenName = z
  .string()
  .regex(/^token_id:\d{1,9}$/)
  .transform((name) => Number(name.slice('token_id:'.length)))
const logprob = z.number().max(1e-3)

export const modelListSchema = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      root: z.string().nullish(),
      /** Only bases have it. */
      max_model_len: z.int().nullish(),
    }),
  ),
})

export const versionSchema = z.object({ version: z.string() })

export const wordsSchema = z.object({ prompt: z.string() })

/** A failure, as an answer by itself or within a stream. */
export const errorAnswerSchema = z.object({
  error: z.object({ message: z.string(), code: z.union([z.int(), z.string()]).nullish() }),
})

const logprobsSchema = z.object({
  tokens: z.array(tokenName),
  token_logprobs: z.array(logprob),
  /** The tokens that were asked for and the one that was taken, in no order. */
  top_logprobs: z.array(z.record(tokenName, logprob)),
})

/** A piece of a streamed completion: some tokens, or how it ended. */
export const completionPieceSchema = z.object({
  choices: z.array(
    z.object({
      token_ids: z.array(token).nullish(),
      logprobs: logprobsSchema.nullish(),
      finish_reason: z.string().nullish(),
    }),
  ),
})
export type CompletionPiece = z.output<typeof completionPieceSchema>

/** A completion whose prompt was scored: for each of its tokens but the first the log-probability and its place in the order. */
export const scoredPromptSchema = z.object({
  choices: z.tuple([
    z.object({
      prompt_logprobs: z.array(
        z.record(z.string().regex(/^\d{1,9}$/), z.object({ logprob, rank: z.int().min(1).nullish() })).nullable(),
      ),
    }),
  ]),
})
