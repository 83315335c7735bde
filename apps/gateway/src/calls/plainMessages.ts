import type { ChatMessage } from '@openledger/core/api/chat.ts'
import type { Tool } from '@openledger/core/api/tools.ts'
import type { CallRequest } from '@openledger/db/json/callRequest.ts'

type Messages = CallRequest['messages']

/**
 * A chat as the model reads it: system, user and assistant alone. Functions are described in the system message, calls
 * are the words with which the model asked for them, and what they came to is told by the user. These are the messages
 * that a receipt's request hash is of.
 *
 * @param tools the functions that may be called
 */
export function plainMessages(messages: readonly ChatMessage[], tools: readonly Tool[]): Messages {
  const names = new Map<string, string>()
  const plain = messages.map((message): Messages[number] => {
    if (message.role === 'tool') {
      const name = names.get(message.tool_call_id)
      const of = name === undefined ? '' : ` of ${name}`
      return { role: 'user', content: `Result${of}:\n${textOf(message.content)}` }
    }
    if (message.role !== 'assistant')
      return { role: message.role === 'developer' ? 'system' : message.role, content: textOf(message.content) }
    const calls = message.tool_calls ?? []
    for (const { id, function: called } of calls) names.set(id, called.name)
    const asked = calls.map(
      (call) => `{"name": ${JSON.stringify(call.function.name)}, "arguments": ${call.function.arguments}}`,
    )
    return { role: 'assistant', content: [textOf(message.content ?? ''), ...asked].filter(Boolean).join('\n') }
  })
  return tools.length === 0 ? plain : withTools(plain, tools)
}

function textOf(content: string | readonly { readonly text: string }[]): string {
  return typeof content === 'string' ? content : content.map(({ text }) => text).join('')
}

function withTools(messages: Messages, tools: readonly Tool[]): Messages {
  const described = tools.map(({ function: { name, description, parameters } }) =>
    JSON.stringify({ name, ...(description ? { description } : {}), parameters: parameters ?? {} }),
  )
  const text = `You can have functions called. To call one, answer with nothing but JSON: {"name": NAME, "arguments": ARGUMENTS}\n${described.join('\n')}`
  const [first, ...rest] = messages
  if (first?.role !== 'system') return [{ role: 'system', content: text }, ...messages]
  return [{ role: 'system', content: `${first.content}\n\n${text}` }, ...rest]
}
