import { expect, test } from 'vitest'
import type { Card } from './card.ts'
import { rankCards } from './rankCards.ts'

const at = (degrees: number) => [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)]
const card = (name: string, ...degrees: number[]): Card => ({
  modelId: `0x${'1'.repeat(64)}`,
  name,
  sayings: degrees.map((one) => ({ part: 'record', text: `${name} at ${one}`, vector: at(one) })),
})

test('the card whose two closest sayings are closest comes first, with the closest of them', () => {
  const ranked = rankCards(at(0), [card('far', 80, 85), card('near', 70, 20, 10), card('one', 12, 90)])
  expect(ranked.map(({ card: { name } }) => name)).toEqual(['near', 'one', 'far'])
  expect(ranked[0]?.closest.text).toBe('near at 10')
  expect(ranked[0]?.similarity).toBeCloseTo((Math.cos(Math.PI / 18) + Math.cos(Math.PI / 9)) / 2)
})

test('cards equally close go by name, whatever order they come in; a card that says nothing is none', () => {
  const cards = [card('b', 30), card('a', 30), card('silent')]
  const names = (of: readonly Card[]) => rankCards(at(0), of).map(({ card: { name } }) => name)
  expect(names(cards)).toEqual(['a', 'b'])
  expect(names(cards.toReversed())).toEqual(['a', 'b'])
})
