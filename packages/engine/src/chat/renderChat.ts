import type { Message } from '../engine.ts'
import { CHATML, type ChatPiece, type ChatTemplate } from './chatTemplates.ts'

/** Between a system prompt and the user's words where the model knows no system's turn. */
const SYSTEM_GAP = '\n\n'
/** What a template that trims takes off: ASCII's blanks, the same on both sides. */
const BLANKS = /^[ \t\n\r\v\f]+|[ \t\n\r\v\f]+$/g

/**
 * Renders a conversation by a base model's template, ready for the assistant's answer. For ChatML:
 * `<|im_start|>{role}\n{content}<|im_end|>\n` for each message, then `<|im_start|>assistant\n`.
 * No default system prompt is added. The trainer renders by the same rule (openledger_trainer/chat.py).
 * Content stays text: `<|im_end|>` typed by a user doesn't end his turn.
 *
 * @example
 * renderChat([{ role: 'user', content: 'Hi' }])
 * // [{ control: '<|im_start|>' }, { text: 'user\nHi' }, { control: '<|im_end|>' }, { text: '\n' },
 * //  { control: '<|im_start|>' }, { text: 'assistant\n' }]
 */
export function renderChat(messages: readonly Message[], template: ChatTemplate = CHATML): ChatPiece[] {
  const pieces: ChatPiece[] = [...template.start]
  let system: string[] = []
  for (const { role, content } of messages) {
    if (role === 'system' && template.turns.system === undefined) {
      system.push(content)
      continue
    }
    const words = role === 'user' ? [...system, content].join(SYSTEM_GAP) : content
    if (role === 'user') system = []
    pieces.push(...turn(template, role, words))
  }
  if (system.length > 0) pieces.push(...turn(template, 'user', system.join(SYSTEM_GAP)))
  return [...pieces, ...template.answer]
}

/** One turn; empty texts are left out. */
function turn({ turns, trims }: ChatTemplate, role: Message['role'], content: string): ChatPiece[] {
  const words = trims ? content.replace(BLANKS, '') : content
  return (turns[role] ?? []).flatMap((piece): ChatPiece[] => {
    if ('control' in piece) return [piece]
    const said = piece.text.replace('{}', () => words)
    return said === '' ? [] : [{ text: said }]
  })
}
