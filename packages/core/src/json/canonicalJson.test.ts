import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { canonicalBytes, canonicalHash, canonicalJson } from './canonicalJson.ts'
import { parseCanonical } from './parseCanonical.ts'

describe('canonicalJson', () => {
  test('sorts keys by UTF-16 code units and prints no spaces', () => {
    expect(canonicalJson({ b: [1, 'é', null, true], a: {}, '\u20ac': 1, '\ud83d\ude00': 2, '\ufb33': 3 })).toBe(
      '{"a":{},"b":[1,"é",null,true],"\u20ac":1,"\ud83d\ude00":2,"\ufb33":3}',
    )
    expect(canonicalJson({ text: '\u0000\u001f"\\\n' })).toBe('{"text":"\\u0000\\u001f\\"\\\\\\n"}')
    expect(canonicalJson(-0)).toBe('0')
  })

  test.each([
    [{ a: 0.5 }, '.a'],
    [2 ** 53, 'the top'],
    [Number.NaN, 'the top'],
    [[1, [undefined]], '[1][0]'],
    [{ a: undefined }, '.a'],
    [1n, 'the top'],
    [{ a: new Date(0) }, '.a'],
    [{ a: new Map() }, '.a'],
    ['\ud800', 'the top'],
    [{ '\udc00': 1 }, 'the top'],
    [() => 1, 'the top'],
    [{ toJSON: () => 1 }, '.toJSON'],
    [new Array(2), '[0]'],
  ])('refuses %o, naming the place', (value, place) => {
    expect(() => canonicalJson(value)).toThrowError(
      expect.objectContaining({ code: 'CORE_JSON_INVALID', message: expect.stringContaining(`At ${place}:`) }),
    )
  })

  test('refuses what is nested too deep or goes round in a circle', () => {
    const circle: { self?: unknown } = {}
    circle.self = circle
    expect(() => canonicalJson(circle)).toThrowError(expect.objectContaining({ code: 'CORE_JSON_INVALID' }))
  })

  test('is the same for every order of keys, and reads back', () => {
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        fc.maxSafeInteger(),
        fc.string({ unit: 'grapheme' }),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('any'), { maxLength: 4 }),
        fc.dictionary(fc.string(), tie('any'), { maxKeys: 4 }),
      ),
    })).any
    fc.assert(
      fc.property(value, (original) => {
        const text = canonicalJson(original)
        const reversed = JSON.parse(text, (_, entry: unknown) =>
          entry !== null && typeof entry === 'object' && !Array.isArray(entry)
            ? Object.fromEntries(Object.entries(entry).reverse())
            : entry,
        ) as unknown
        expect(canonicalJson(reversed)).toBe(text)
        expect(canonicalHash(JSON.parse(text))).toBe(canonicalHash(original))
      }),
    )
  })
})

describe('parseCanonical', () => {
  const schema = z.strictObject({ a: z.int(), b: z.string() })
  test('accepts the canonical text alone', () => {
    const bytes = canonicalBytes({ b: 'x', a: 1 })
    expect(parseCanonical(schema, bytes, 'doc')).toEqual({ a: 1, b: 'x' })
  })

  test.each([
    '{"b":"x","a":1}',
    '{"a":1, "b":"x"}',
    '{"a":1,"a":1,"b":"x"}',
    '{"a":1.0,"b":"x"}',
    '{"a":1e0,"b":"x"}',
    '{"a":1,"b":"\\u0078"}',
    '{"a":1,"b":"x"}\n',
    '{',
    '{"a":0.5,"b":"x"}',
  ])('refuses %s', (text) => {
    expect(() => parseCanonical(schema, new TextEncoder().encode(text), 'doc')).toThrowError(
      expect.objectContaining({ code: 'CORE_JSON_NOT_CANONICAL' }),
    )
  })

  test('refuses bytes that are not UTF-8, and other fields by name', () => {
    expect(() => parseCanonical(schema, new Uint8Array([0x22, 0xff, 0x22]), 'doc')).toThrowError(
      expect.objectContaining({ code: 'CORE_JSON_NOT_CANONICAL' }),
    )
    expect(() => parseCanonical(schema, canonicalBytes({ a: 'x', b: 'x' }), 'doc')).toThrowError(
      expect.objectContaining({ code: 'CORE_INPUT_INVALID', message: expect.stringContaining('a: ') }),
    )
    expect(() => parseCanonical(schema, canonicalBytes({ a: 1, b: 'x', c: 1 }), 'doc')).toThrowError(
      expect.objectContaining({ code: 'CORE_INPUT_INVALID' }),
    )
  })
})
