import { expect, it } from 'vitest'
import type { RecordContent } from '../record/recordContent.ts'
import { askedOfAll } from './asked.ts'
import { meaning } from './meaning.ts'

function codes(content: RecordContent): string[] {
  return meaning.run(content, askedOfAll).map(({ code, verdict }) => `${verdict} ${code}`)
}

it('takes numbers and codes as answers, but not as prompts', () => {
  expect(codes({ kind: 'qa', prompts: ['What is 6 times 7?'], answer: '42' })).toEqual([])
  expect(codes({ kind: 'qa', prompts: ['42'], answer: '6 times 7' })).toEqual(['refuse DATA_WITHOUT_WORDS'])
  expect(codes({ kind: 'qa', prompts: ['What is 6 times 7?'], answer: '...' })).toEqual(['refuse DATA_WITHOUT_WORDS'])
  expect(codes({ kind: 'document', title: '?', text: '12', url: 'https://example.org/' })).toHaveLength(2)
})

it('takes prompts without spaces between words', () => {
  expect(codes({ kind: 'qa', prompts: ['首都は?'], answer: '東京' })).toEqual([])
})

it('refuses an answer that repeats a prompt, and marks a prompt that comes twice', () => {
  expect(codes({ kind: 'qa', prompts: ['Code for plague'], answer: 'code for plague.' })).toEqual([
    'refuse DATA_ANSWER_ECHOES_PROMPT',
  ])
  expect(codes({ kind: 'qa', prompts: ['Code for plague', 'CODE for plague?'], answer: 'A20' })).toEqual([
    'mark DATA_PROMPT_REPEATED',
  ])
})
