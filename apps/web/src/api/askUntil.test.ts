import { QueryClient } from '@tanstack/react-query'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { askUntil } from './askUntil.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('asks until the answer shows it, and keeps that answer for the page', async () => {
  const cache = new QueryClient()
  let asked = 0
  const queryFn = async () => {
    asked++
    if (asked === 2) throw new Error('out of reach')
    return asked
  }
  const done = askUntil(cache, { queryKey: ['prices'], queryFn }, (count) => count === 4)
  await vi.runAllTimersAsync()
  await done
  expect(asked).toBe(4)
  expect(cache.getQueryData(['prices'])).toBe(4)
})

test('gives up after a while', async () => {
  let asked = 0
  const done = askUntil(new QueryClient(), { queryKey: ['models'], queryFn: async () => ++asked }, () => false)
  await vi.runAllTimersAsync()
  await done
  expect(asked).toBe(40)
})
