import fc from 'fast-check'
import { expect, it } from 'vitest'
import { csvReader } from './csvReader.ts'

it('gives back what was written by RFC 4180', () => {
  const field = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', ' ', 'é', ';'), maxLength: 12 })
  fc.assert(
    fc.property(fc.array(fc.array(field, { minLength: 2, maxLength: 4 }), { maxLength: 5 }), (rows) => {
      const text = rows.map((row) => row.map((one) => `"${one.replaceAll('"', '""')}"`).join(',')).join('\n')
      const reader = csvReader(',')
      const found = text === '' ? [] : text.split('\n').flatMap((line) => [reader.feed(line) ?? []])
      expect(found.filter((row) => row.length > 0)).toEqual(rows)
    }),
  )
})

it('takes quotes where they do not belong as they stand', () => {
  expect(csvReader(',').feed('a "b" c,"d"e,')).toEqual(['a "b" c', 'de', ''])
})

it('looks at each character once: a row of very many lines takes no longer than its length', () => {
  const reader = csvReader(',')
  const started = performance.now()
  expect(reader.feed('"')).toBe(undefined)
  for (let line = 0; line < 300_000; line += 1) expect(reader.feed('""')).toBe(undefined)
  expect(reader.feed('"')?.[0]?.length).toBe(600_001)
  expect(performance.now() - started).toBeLessThan(10_000)
})
