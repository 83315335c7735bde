import type { TokenLogprob } from '@openledger/core/api/tokenLogprobs.ts'
import type { TokenEvent } from '@openledger/engine/engine.ts'

/** A produced token in OpenAI's shape. Where a character spans tokens, all of its bytes are told with the last of them. */
export function tokenLogprob(event: Extract<TokenEvent, { type: 'token' }>): TokenLogprob {
  const candidate = (text: string, logprob: number) => ({ token: text, logprob, bytes: [...Buffer.from(text)] })
  return {
    ...candidate(event.text, event.logprob ?? 0),
    top_logprobs: (event.top ?? []).map(({ text, logprob }) => candidate(text, logprob)),
  }
}
