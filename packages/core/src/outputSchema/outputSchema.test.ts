import { expect, test } from 'vitest'
import { outputSchemaSchema } from './outputSchema.ts'

const person = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  properties: {
    name: { type: 'string', description: 'full name', maxLength: 40 },
    born: { type: ['string', 'null'], minLength: 4 },
    role: { type: 'string', enum: ['author', 'reader'] },
    friends: { type: 'array', items: { $ref: '#/$defs/friend' }, maxItems: 3 },
  },
  required: ['name', 'born', 'role', 'friends'],
  additionalProperties: false,
  $defs: { friend: { anyOf: [{ type: 'integer' }, { const: 'nobody' }] } },
}

const faults = (schema: unknown) => {
  const result = outputSchemaSchema.safeParse(schema)
  return result.success ? [] : result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
}

test('what OpenAI’s structured outputs name is taken as it is', () => {
  expect(outputSchemaSchema.parse(person)).toEqual(person)
  const list = { type: 'object', properties: { next: { anyOf: [{ $ref: '#' }, { type: 'null' }] } } }
  expect(outputSchemaSchema.parse(list)).toEqual(list)
})

test('a keyword that nobody would keep is refused, with where it stands', () => {
  expect(faults({ type: 'integer', minimum: -(2 ** 53 - 1), maximum: 2 ** 53 - 1 })).toEqual([])
  expect(faults({ type: 'integer', minimum: 0 })[0]).toMatch(/^minimum: /)
  expect(faults({ type: 'number', maximum: 2 ** 53 })).toHaveLength(1)
  const [fault] = faults({ type: 'object', properties: { code: { type: 'string', pattern: '^[A-Z]' } } })
  expect(fault).toMatch(/^properties\.code: .*pattern/)
  expect(faults({ type: 'object', additionalProperties: true })).toHaveLength(1)
  expect(faults({ type: 'object', properties: { a: { type: 'object', $defs: {} } } })).toHaveLength(1)
})

test.each([
  [{}, 'needs type, enum, const, anyOf or $ref'],
  [{ type: 'string', anyOf: [{ type: 'null' }] }, 'says a type beside anyOf or $ref: one of them'],
  [{ enum: ['a'], const: 'a' }, 'says both enum and const: one of them'],
  [{ type: 'integer', enum: [1, 1.5] }, '1.5 is not of the type that is named'],
  [{ type: ['string', 'string'] }, 'names a type twice'],
  [{ type: 'integer', minLength: 1 }, 'has minLength but its type is not string'],
  [{ type: 'array' }, 'an array needs items'],
  [{ type: 'array', items: { type: 'null' }, minItems: 2, maxItems: 1 }, 'minItems is greater than maxItems'],
  [{ type: 'string', minLength: 2, maxLength: 1 }, 'minLength is greater than maxLength'],
  [{ type: 'object', required: ['a'] }, 'requires "a", which is no property'],
  [{ $ref: '#/$defs/toString', $defs: {} }, '$ref "#/$defs/toString" names nothing: use # or #/$defs/NAME'],
  [{ $ref: 'https://example.org/schema' }, '$ref "https://example.org/schema" names nothing: use # or #/$defs/NAME'],
  [{ $ref: '#' }, 'is an alternative of itself'],
  [{ anyOf: [{ type: 'null' }, { $ref: '#' }] }, 'is an alternative of itself'],
])('what contradicts itself or names nothing is refused: %j', (schema, message) => {
  expect(faults(schema)[0]).toBe(`: ${message}`)
})

test('a schema that would take long to follow is refused, at once', () => {
  const holding = (inner: object) => ({ type: 'object', properties: { a: inner }, required: ['a'] })
  const twice = (ref: string) => ({ anyOf: [holding({ $ref: ref }), holding({ $ref: ref })] })
  const levels = Object.fromEntries(
    Array.from({ length: 40 }, (_, level) => [`d${level}`, twice(`#/$defs/d${level + 1}`)]),
  )
  const doubling = { $ref: '#/$defs/d0', $defs: { ...levels, d40: { type: 'null' } } }
  expect(faults(doubling)).toEqual([`: has ${2 ** 40} readings at once, more than 500: use fewer alternatives`])
  expect(faults({ $ref: '#/$defs/d0', $defs: { ...levels, d40: { $ref: '#/$defs/d0' } } })).toEqual([
    ': has a union of alternatives that begin alike and hold the union itself',
  ])
  const long = { type: 'string', maxLength: 1_000 }
  expect(faults({ type: 'array', items: { anyOf: Array.from({ length: 21 }, () => long) } })).toEqual([
    ': counts 21000 items and characters, more than 20000: use smaller or no limits',
  ])
  const many = Object.fromEntries(Array.from({ length: 101 }, (_, place) => [`d${place}`, { type: 'null' }]))
  expect(faults({ type: 'null', $defs: many })).toEqual(['$defs: has more than 100 definitions'])
  let deep: unknown = 0
  for (let level = 0; level < 200_000; level++) deep = [deep]
  expect(faults({ type: 'object', enum: deep })).toEqual([': lies deeper than 64 objects and lists'])
  expect(faults({ enum: Array.from({ length: 6_000 }, (_, value) => value) })).toEqual([
    ': has more than 5000 names and values',
  ])
})
