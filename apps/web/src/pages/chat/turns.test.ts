import { expect, test } from 'vitest'
import { messagesFor, requestOf } from './requestOf.ts'
import type { Answer, Turn } from './turns.ts'

const settings = { system: '', maxTokens: 64, temperature: 0, topP: 1, seed: null, stop: [] }
const side = (model: string) => ({ label: model, model })
const answer = (model: string, text: string, state: Answer['state'] = 'done'): Answer => ({
  id: model + text,
  side: side(model),
  text,
  state,
  callId: null,
  citations: [],
  error: null,
})
const turn = (question: string, ...answers: Answer[]): Turn => ({ id: question, question, settings, answers })

test('each side goes on from its own answers; what came to nothing is left out', () => {
  const turns = [
    turn('one?', answer('a', 'A1'), answer('b', 'B1')),
    turn('two?', answer('a', '', 'failed'), answer('b', 'B2', 'stopped')),
    turn('three?', answer('a', 'A3')),
  ]
  expect(messagesFor(turns, 0, 'four?', 'Be short.')).toEqual([
    { role: 'system', content: 'Be short.' },
    { role: 'user', content: 'one?' },
    { role: 'assistant', content: 'A1' },
    { role: 'user', content: 'three?' },
    { role: 'assistant', content: 'A3' },
    { role: 'user', content: 'four?' },
  ])
  expect(messagesFor(turns, 1, 'four?', '').map(({ content }) => content)).toEqual([
    'one?',
    'B1',
    'two?',
    'B2',
    'three?',
    'A3',
    'four?',
  ])
})

test('only what is asked for is sent', () => {
  const messages = messagesFor([], 0, 'why?', '')
  expect(requestOf(side('a'), messages, settings)).toEqual({ model: 'a', messages, max_tokens: 64, temperature: 0 })
  const full = { ...settings, topP: 0.5, seed: 7, stop: ['END'] }
  const ensemble = [
    { model: 'a', scale: 0.75 },
    { model: 'b', scale: 0.25 },
  ]
  expect(requestOf({ label: 'a*0.75+b*0.25', model: 'a', ensemble }, messages, full)).toEqual({
    model: 'a',
    ensemble,
    messages,
    max_tokens: 64,
    temperature: 0,
    top_p: 0.5,
    seed: 7,
    stop: ['END'],
  })
})
