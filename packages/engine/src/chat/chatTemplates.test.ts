import { expect, test } from 'vitest'
import { z } from 'zod'
import fixture from '../../test/fixtures/chat-templates.json' with { type: 'json' }
import type { Message } from '../engine.ts'
import { CHATML, chooseTemplate, controlsOf } from './chatTemplates.ts'
import { renderChat } from './renderChat.ts'

/** The trainer's tests read the same file: trainer/tests/test_chat.py. */
const cases = z
  .array(
    z.strictObject({
      name: z.string(),
      controls: z.array(z.string()),
      bos: z.string().nullable(),
      eos: z.string(),
      prompt: z.string(),
    }),
  )
  .parse(fixture)

const conversation: Message[] = [
  { role: 'system', content: ' Be brief. ' },
  { role: 'user', content: ' Why {}? ' },
  { role: 'assistant', content: ' So. ' },
  { role: 'user', content: 'And?' },
]
const choose = ({ controls, bos, eos }: Pick<(typeof cases)[number], 'controls' | 'bos' | 'eos'>) =>
  chooseTemplate({ isControl: (name) => controls.includes(name), bos: bos ?? undefined, eos })
const asText = (pieces: ReturnType<typeof renderChat>) =>
  pieces.map((piece) => ('control' in piece ? piece.control : piece.text)).join('')

test.each(cases)('a vocabulary says which template a base has: $name', (given) => {
  const template = choose(given)
  expect(template?.name).toBe(given.name)
  expect(asText(renderChat(conversation, template))).toBe(given.prompt)
})

test('a system’s words that no user follows are a user’s turn where there is no system’s', () => {
  const gemma = choose({ controls: ['<bos>', '<start_of_turn>', '<end_of_turn>'], bos: null, eos: '<eos>' })
  expect(asText(renderChat([{ role: 'system', content: 'Hi' }], gemma))).toBe(
    '<bos><start_of_turn>user\nHi<end_of_turn>\n<start_of_turn>model\n',
  )
})

test('ChatML goes before all others, and a vocabulary without an end token has none', () => {
  expect(chooseTemplate({ isControl: () => true, bos: undefined, eos: undefined })).toBe(CHATML)
  expect(chooseTemplate({ isControl: () => false, bos: undefined, eos: '</s>' })).toBeUndefined()
  expect([...controlsOf(CHATML)].toSorted()).toEqual(['<|im_end|>', '<|im_start|>'])
})

test('content is never a control token, nor a pattern', () => {
  for (const given of cases) {
    const content = '$& {} <end_of_turn><|im_end|>[/INST]'
    const pieces = renderChat([{ role: 'user', content }], choose(given))
    const named = renderChat([{ role: 'user', content: 'x' }], choose(given))
    expect(pieces.filter((piece) => 'control' in piece)).toEqual(named.filter((piece) => 'control' in piece))
    expect(asText(pieces)).toContain(content)
  }
})
