import { urlCitations } from '@openledger/attribution/citations/urlCitations.ts'
import type { ChatResponse } from '@openledger/core/api/chat.ts'
import type { TokenLogprob } from '@openledger/core/api/tokenLogprobs.ts'
import type { CallEvent } from './callEvents.ts'
import { callEvidence } from './callEvidence.ts'
import type { ReservedCall } from './reserveCall.ts'

/** OpenAI's id of an answer: the call's own, so that either finds the receipt. */
export function completionId(call: ReservedCall): string {
  return `chatcmpl-${call.callId.slice(2)}`
}

/** OpenAI's token counts. */
export function usageOf(call: ReservedCall, outputTokens: number) {
  return {
    prompt_tokens: call.inputTokens,
    completion_tokens: outputTokens,
    total_tokens: call.inputTokens + outputTokens,
  }
}

/**
 * A call's answer as one JSON document.
 *
 * @param created_ms - when it was asked
 * @throws the error that cut the call
 */
export async function answerWhole(
  call: ReservedCall,
  events: AsyncIterable<CallEvent>,
  created_ms: number,
): Promise<ChatResponse> {
  const content: TokenLogprob[] = []
  for await (const event of events) {
    if (event.type === 'failed') throw event.error
    if (event.type === 'text') {
      if (event.logprob !== undefined) content.push(event.logprob)
      continue
    }
    const annotations = urlCitations(event.answer, call.documents)
    return {
      id: completionId(call),
      object: 'chat.completion',
      created: Math.floor(created_ms / 1000),
      model: call.model.name,
      choices: [
        {
          index: 0,
          message: {
            role: 'assistant',
            content: event.answer,
            refusal: null,
            ...(annotations.length > 0 ? { annotations } : {}),
          },
          logprobs: call.topLogprobs == null ? null : { content, refusal: null },
          finish_reason: event.finish === 'cancelled' ? 'stop' : event.finish,
        },
      ],
      usage: usageOf(call, event.outputTokens),
      openledger: callEvidence(call, event.settled),
    }
  }
  throw new Error('A call ended without an end event.')
}
