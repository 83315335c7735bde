import { expect, test } from 'vitest'
import { fallsOf } from './fallsOf.ts'

const line = (method: string, query: number, logProbability: number) => ({ method, query, logProbability })

test('the fall is taken less that of random, over the queries that all have', () => {
  const lines = [
    line('random', 1, -10),
    line('ours', 1, -14),
    line('bm25', 1, -11),
    line('random', 2, -20),
    line('ours', 2, -22),
    line('bm25', 2, -21),
    line('random', 3, -5),
    line('ours', 3, -50),
  ]
  expect(fallsOf(lines, new Set(['ours', 'bm25']))).toEqual([
    { method: 'ours', fall: 3, queries: 2 },
    { method: 'bm25', fall: 1, queries: 2 },
  ])
})

test('a choice made anew counts instead of the one before', () => {
  const lines = [line('random', 1, -10), line('ours', 1, -11), line('ours', 1, -13)]
  expect(fallsOf(lines, new Set(['ours']))).toEqual([{ method: 'ours', fall: 3, queries: 1 }])
})
