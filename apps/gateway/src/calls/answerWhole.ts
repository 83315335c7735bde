import { urlCitations } from '@openledger/attribution/citations/urlCitations.ts'
import type { ChatResponse } from '@openledger/core/api/chat.ts'
import type { TokenLogprob } from '@openledger/core/api/tokenLogprobs.ts'
import type { CallEvent } from './callEvents.ts'
import { callEvidence } from './callEvidence.ts'
import type { ReservedCall } from './reserveCall.ts'
import { mayCallTools, readToolCall } from './toolCall.ts'

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

type Done = Extract<CallEvent, { type: 'done' }>

/** Whether an answer came to its own end. */
export function endOf({ finish }: Done): 'whole' | 'cut' {
  return finish === 'stop' ? 'whole' : 'cut'
}

/** OpenAI's word for why an answer ended. */
export function finishReason({ finish }: Done, isCall: boolean): 'stop' | 'length' | 'tool_calls' {
  if (finish === 'length') return 'length'
  return isCall && finish === 'stop' ? 'tool_calls' : 'stop'
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
    const tool = mayCallTools(call) ? readToolCall(call, event.answer, endOf(event)) : undefined
    const annotations = tool === undefined ? urlCitations(event.answer, call.documents) : []
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
            content: tool === undefined ? event.answer : null,
            refusal: null,
            ...(tool === undefined ? {} : { tool_calls: [tool] }),
            ...(annotations.length > 0 ? { annotations } : {}),
          },
          logprobs: call.topLogprobs == null ? null : { content, refusal: null },
          finish_reason: finishReason(event, tool !== undefined),
        },
      ],
      usage: usageOf(call, event.outputTokens),
      openledger: callEvidence(call, event.settled),
    }
  }
  throw new Error('A call ended without an end event.')
}
