import type { Message } from '../engine.ts'

/** Opens and closes a turn. The closing one also ends an answer. */
export const TURN_START = '<|im_start|>'
export const TURN_END = '<|im_end|>'

/** A piece of the prompt: a control token by its name, or text in which no control token is ever read. */
export type ChatPiece = { readonly control: string } | { readonly text: string }

/**
 * Renders a conversation as ChatML, ready for the assistant's answer:
 * `<|im_start|>{role}\n{content}<|im_end|>\n` for each message, then `<|im_start|>assistant\n`.
 * No default system prompt is added. The trainer renders by the same rule (openledger_trainer/chat.py).
 * Content stays text: `<|im_end|>` typed by a user doesn't end his turn.
 *
 * @example
 * renderChat([{ role: 'user', content: 'Hi' }])
 * // [{ control: '<|im_start|>' }, { text: 'user\nHi' }, { control: '<|im_end|>' }, { text: '\n' },
 * //  { control: '<|im_start|>' }, { text: 'assistant\n' }]
 */
export function renderChat(messages: readonly Message[]): ChatPiece[] {
  const turns = messages.flatMap(({ role, content }): ChatPiece[] => [
    { control: TURN_START },
    { text: `${role}\n${content}` },
    { control: TURN_END },
    { text: '\n' },
  ])
  return [...turns, { control: TURN_START }, { text: 'assistant\n' }]
}
