import { z } from 'zod'
import type { ParsedItem, Place, TextChange } from '../ingest/parsed.ts'
import { makeRecord } from './makeRecord.ts'

const speakers: Readonly<Record<string, 'user' | 'assistant' | 'system'>> = {
  human: 'user',
  user: 'user',
  gpt: 'assistant',
  assistant: 'assistant',
  chatgpt: 'assistant',
  bot: 'assistant',
  system: 'system',
  developer: 'system',
}

const sharegptSchema = z.array(z.object({ from: z.string(), value: z.string() }))
const partsSchema = z.union([
  z.string(),
  z
    .array(z.object({ type: z.literal('text'), text: z.string() }))
    .transform((parts) => parts.map(({ text }) => text).join('\n')),
])
const messagesSchema = z.array(z.object({ role: z.string(), content: partsSchema }))

/**
 * The records of a conversation: one for each answer of the assistant. The prompt of the first is what was asked, after
 * the system's words if there are any; that of a later one is the conversation up to there, each turn with its speaker.
 */
export function* chatRecords(
  turns: unknown,
  shape: 'sharegpt' | 'messages',
  place: Place,
  changes: readonly TextChange[],
): Generator<ParsedItem> {
  const parsed =
    shape === 'sharegpt'
      ? sharegptSchema.transform((all) => all.map(({ from, value }) => [from, value] as const)).safeParse(turns)
      : messagesSchema.transform((all) => all.map(({ role, content }) => [role, content] as const)).safeParse(turns)
  if (!parsed.success) {
    yield { kind: 'leftOut', place, code: 'DATA_CHAT_UNREADABLE', reason: 'A turn of the conversation is not text.' }
    return
  }
  const said: { readonly who: 'user' | 'assistant' | 'system'; readonly text: string }[] = []
  let answers = 0
  for (const [name, text] of parsed.data) {
    const who = speakers[name.toLowerCase()]
    if (who === undefined) {
      const reason = `Turn ${said.length + 1} and those after it: nobody knows the speaker "${name.slice(0, 40)}".`
      yield { kind: 'leftOut', place, code: 'DATA_CHAT_SPEAKER', reason }
      return
    }
    if (who === 'assistant' && said.at(-1)?.who === 'user') {
      answers += 1
      yield makeRecord({ kind: 'qa', prompts: [promptOf(said)], answer: text }, place, changes)
    }
    said.push({ who, text })
  }
  if (answers === 0) {
    yield {
      kind: 'leftOut',
      place,
      code: 'DATA_CHAT_NO_ANSWER',
      reason: 'The conversation has no answer to a request.',
    }
  }
}

function promptOf(said: readonly { readonly who: string; readonly text: string }[]): string {
  const users = said.filter(({ who }) => who !== 'system')
  if (users.length === 1) return said.map(({ text }) => text).join('\n\n')
  return said
    .map(({ who, text }) => (who === 'system' ? text : `${who === 'user' ? 'User' : 'Assistant'}: ${text}`))
    .join('\n\n')
}
