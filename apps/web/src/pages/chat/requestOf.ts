import type { ChatRequest } from '@openledger/core/api/chat.ts'
import type { Settings, Side, Turn } from './turns.ts'

type Message = { readonly role: 'system' | 'user' | 'assistant'; readonly content: string }

/**
 * What a side is told: the conversation with its own answers (where there was one answer alone, that one), and the question.
 *
 * @param place of the side: 0, or 1 for the right one of two
 */
export function messagesFor(turns: readonly Turn[], place: number, question: string, system: string): Message[] {
  const before = turns.flatMap((turn): Message[] => {
    const answer = turn.answers[place] ?? turn.answers[0]
    if (answer === undefined || answer.text === '') return []
    return [
      { role: 'user', content: turn.question },
      { role: 'assistant', content: answer.text },
    ]
  })
  const first: Message[] = system === '' ? [] : [{ role: 'system', content: system }]
  return [...first, ...before, { role: 'user', content: question }]
}

/** The request for one answer. What is at the API's own default is left out. */
export function requestOf(side: Side, messages: readonly Message[], settings: Settings): ChatRequest {
  const { maxTokens, temperature, topP, seed, stop } = settings
  return {
    model: side.model,
    ...(side.ensemble === undefined ? {} : { ensemble: [...side.ensemble] }),
    messages: [...messages],
    max_tokens: maxTokens,
    temperature,
    ...(topP === 1 ? {} : { top_p: topP }),
    ...(seed === null ? {} : { seed }),
    ...(stop.length === 0 ? {} : { stop: [...stop] }),
  }
}
