import { expect, test } from 'vitest'
import { dropKeywords } from './dropKeywords.ts'
import { outputSchemaSchema } from './outputSchema.ts'

test('what cannot be promised is left out and named, wherever it lies', () => {
  const written = {
    type: 'object',
    properties: {
      place: { type: 'string', pattern: '^[A-Z]', default: 'Rome' },
      days: { type: 'integer', minimum: 1, maximum: 2 ** 53 - 1 },
      format: { oneOf: [{ type: 'array', items: { type: 'string', format: 'date' } }, { type: 'null' }] },
    },
    required: ['place'],
    additionalProperties: {},
    $defs: { pattern: { type: 'null', examples: [null] } },
  }
  const { schema, dropped } = dropKeywords(written)
  expect(dropped).toEqual([
    'properties.place.pattern',
    'properties.place.default',
    'properties.days.minimum',
    'properties.format.oneOf.0.items.format',
    'additionalProperties',
    '$defs.pattern.examples',
  ])
  expect(outputSchemaSchema.parse(schema)).toEqual({
    type: 'object',
    properties: {
      place: { type: 'string' },
      days: { type: 'integer', maximum: 2 ** 53 - 1 },
      format: { anyOf: [{ type: 'array', items: { type: 'string' } }, { type: 'null' }] },
    },
    required: ['place'],
    $defs: { pattern: { type: 'null' } },
  })
})

test('what is no schema stays what it is, however deep', () => {
  for (const value of [null, 3, 'x', [1]]) expect(dropKeywords(value)).toEqual({ schema: value, dropped: [] })
  let deep: unknown = {}
  for (let level = 0; level < 100_000; level++) deep = { items: deep }
  expect(dropKeywords(deep).dropped).toEqual([])
})
