import { expect, test } from 'vitest'
import { normalised, questionsOfRun } from './questions.ts'

const facts = ['A', 'B', 'N'].map((answer) => ({
  commitment: `0x${answer}`,
  account: 'x',
  prompts: [`${answer}1`, `${answer}2`],
  answer,
}))
const heldOut = new Map([
  ['A', ['a1', 'a2', 'a3', 'a4']],
  ['B', ['b1', 'b2', 'b3', 'b4']],
])

test('half of the questions are in held-out wordings, later runs ask others, and nobody asks about noise', () => {
  const first = questionsOfRun(1, 4, facts, heldOut, []).slice(0, 4)
  expect(first.map((question) => question.text)).toEqual(['A1', 'a1', 'B1', 'b1'])
  expect(first.map((question) => question.source)).toEqual(['0xA', '0xA', '0xB', '0xB'])
  const second = questionsOfRun(2, 4, facts, heldOut, []).slice(0, 4)
  expect(second.map((question) => question.text)).toEqual(['A2', 'a2', 'B2', 'b2'])
})

test('every contributor is asked about before one is for the second time', () => {
  const many = ['A', 'B', 'C', 'D', 'E'].map((answer, i) => ({
    commitment: `0x${answer}`,
    account: i < 3 ? 'x' : 'y',
    prompts: [answer],
    answer,
  }))
  const all = new Map(many.map(({ answer }) => [answer, [answer, answer, answer, answer]]))
  const asked = questionsOfRun(1, 10, many, all, []).slice(0, 10)
  expect(asked.filter((_, i) => i % 2 === 0).map((question) => question.expected)).toEqual(['A', 'D', 'B', 'E', 'C'])
})

test('answers are compared without case, spaces and a closing point', () => {
  expect(normalised(' a39.0.')).toBe(normalised('A39.0'))
  expect(normalised('A39.0')).not.toBe(normalised('A39.1'))
})
