import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { countBytes } from './countBytes.ts'

test('passes as many bytes as are allowed, and counts them', async () => {
  const { counter, count } = countBytes(() => new Error('more'), 4)
  expect(await text(Readable.from([Buffer.from('ab'), Buffer.from('cd')]).pipe(counter))).toBe('abcd')
  expect(count()).toBe(4)
})

test('fails at the first byte more', async () => {
  const { counter } = countBytes(() => new Error('more'), 3)
  await expect(text(Readable.from([Buffer.from('ab'), Buffer.from('cd')]).pipe(counter))).rejects.toThrow('more')
})
