import type { Message } from '../engine.ts'

/** A piece of a prompt: a control token by its name, or text in which no control token is ever read. */
export type ChatPiece = { readonly control: string } | { readonly text: string }

/**
 * How a conversation is written for a base model; the twin is trainer/openledger_trainer/chat_templates.py.
 * `start`: before everything. `turns`: by role, `{}` in a text is the content; a model without `system` gets the system's
 * words before the user's. `answer`: what asks for the answer; `end` closes one. `trims`: contents lose outer blanks.
 */
export type ChatTemplate = {
  readonly name: string
  readonly start: readonly ChatPiece[]
  readonly turns: Readonly<Partial<Record<Message['role'], readonly ChatPiece[]>>>
  readonly answer: readonly ChatPiece[]
  readonly end: string
  readonly trims: boolean
}

const control = (name: string): ChatPiece => ({ control: name })
const text = (words: string): ChatPiece => ({ text: words })

const chatmlTurn = (role: string) => [control('<|im_start|>'), text(`${role}\n{}`), control('<|im_end|>'), text('\n')]
const gemmaTurn = (role: string) => [
  control('<start_of_turn>'),
  text(`${role}\n{}`),
  control('<end_of_turn>'),
  text('\n'),
]
const llama3Header = (role: string) => [control('<|start_header_id|>'), text(role), control('<|end_header_id|>')]
const llama3Turn = (role: string) => [...llama3Header(role), text('\n\n{}'), control('<|eot_id|>')]
const glm4Turn = (role: string) => [control(`<|${role}|>`), text('\n{}')]

/** What SmolLM2 and Qwen were tuned on. */
export const CHATML: ChatTemplate = {
  name: 'chatml',
  start: [],
  turns: { system: chatmlTurn('system'), user: chatmlTurn('user'), assistant: chatmlTurn('assistant') },
  answer: [control('<|im_start|>'), text('assistant\n')],
  end: '<|im_end|>',
  trims: false,
}

/** In the order in which they are tried. */
const templates: readonly ChatTemplate[] = [
  CHATML,
  {
    name: 'gemma',
    start: [control('<bos>')],
    turns: { user: gemmaTurn('user'), assistant: gemmaTurn('model') },
    answer: [control('<start_of_turn>'), text('model\n')],
    end: '<end_of_turn>',
    trims: true,
  },
  {
    name: 'llama3',
    start: [control('<|begin_of_text|>')],
    turns: { system: llama3Turn('system'), user: llama3Turn('user'), assistant: llama3Turn('assistant') },
    answer: [...llama3Header('assistant'), text('\n\n')],
    end: '<|eot_id|>',
    trims: true,
  },
  {
    name: 'deepseek',
    start: [control('<｜begin▁of▁sentence｜>')],
    turns: {
      system: [text('{}')],
      user: [control('<｜User｜>'), text('{}')],
      assistant: [control('<｜Assistant｜>'), text('{}'), control('<｜end▁of▁sentence｜>')],
    },
    answer: [control('<｜Assistant｜>')],
    end: '<｜end▁of▁sentence｜>',
    trims: false,
  },
  {
    name: 'glm4',
    start: [control('[gMASK]'), control('<sop>')],
    turns: { system: glm4Turn('system'), user: glm4Turn('user'), assistant: glm4Turn('assistant') },
    answer: [control('<|assistant|>'), text('\n')],
    end: '<|user|>',
    trims: false,
  },
  {
    name: 'mistral',
    start: [control('<s>')],
    turns: {
      user: [control('[INST]'), text('{}'), control('[/INST]')],
      assistant: [text('{}'), control('</s>')],
    },
    answer: [],
    end: '</s>',
    trims: false,
  },
]

/** For models that no one tuned for a chat (GPT-2, BLOOM, Falcon). A content can imitate the words that open a turn. */
function plainTemplate(end: string, start: string | undefined): ChatTemplate {
  return {
    name: 'plain',
    start: start === undefined ? [] : [control(start)],
    turns: {
      system: [text('{}\n\n')],
      user: [text('User:\n{}\n\n')],
      assistant: [text('Assistant:\n{}'), control(end)],
    },
    answer: [text('Assistant:\n')],
    end,
    trims: false,
  }
}

/** The control tokens that a template needs. */
export function controlsOf({ start, turns, answer, end }: ChatTemplate): ReadonlySet<string> {
  const pieces = [...start, ...Object.values(turns).flat(), ...answer]
  return new Set([end, ...pieces.flatMap((piece) => ('control' in piece ? [piece.control] : []))])
}

/**
 * The template for a vocabulary: the first one whose control tokens are all there, else plain text; undefined when there
 * is no end token. `isControl` says whether the vocabulary has a control token of that name.
 */
export function chooseTemplate(vocabulary: {
  readonly isControl: (name: string) => boolean
  readonly bos: string | undefined
  readonly eos: string | undefined
}): ChatTemplate | undefined {
  const { isControl, bos, eos } = vocabulary
  const found = templates.find((template) => [...controlsOf(template)].every(isControl))
  if (found !== undefined) return found
  if (eos === undefined || !isControl(eos)) return undefined
  return plainTemplate(eos, bos !== undefined && bos !== eos && isControl(bos) ? bos : undefined)
}
