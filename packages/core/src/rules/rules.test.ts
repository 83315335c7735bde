import { expect, test } from 'vitest'
import { canonicalBytes } from '../json/canonicalJson.ts'
import { hashBytes, hashText } from '../primitives/hash.ts'
import { makeRules, parseRules, rulesBytes, rulesRoot } from './rules.ts'
import { RULES_CODE_HASH } from './rulesCode.ts'

const [a, b, c] = [hashText('a'), hashText('b'), hashText('c')]
const input = {
  exponent: 2 as const,
  influenceThresholds: { [a]: -5n, [b]: 2n ** 62n },
  citationThreshold: 0n,
  units: { [b]: a },
  reputationPpm: { [`0x${'aa'.repeat(20)}`]: 900_000 },
}

test('rules are one canonical document, named by its hash', () => {
  const rules = makeRules(input)
  const bytes = rulesBytes(rules)
  expect(parseRules(bytes)).toEqual(rules)
  expect(rulesRoot(rules)).toBe(hashBytes(bytes))
  expect(rules.codeHash).toBe(RULES_CODE_HASH)
  expect(new TextDecoder().decode(bytes)).toContain('"maxPaid":64')
})

test('a change of the rules changes their code hash: this is revision 3', () => {
  expect(RULES_CODE_HASH).toBe('0xc7c4932763fa2900700efeee2759ce2e0e377e82ca6e9f1723c2870937aaaf7d')
})

test('units of units, reputations out of bounds and unknown fields are refused', () => {
  for (const bad of [
    { units: { [b]: a, [a]: c } },
    { reputationPpm: { [`0x${'aa'.repeat(20)}`]: 2_000_001 } },
    { citationThreshold: 2n ** 63n },
    { exponent: 3 as 2 },
  ]) {
    expect(() => makeRules({ ...input, ...bad })).toThrowError(expect.objectContaining({ code: 'EPOCH_RULES_INVALID' }))
  }
  const json = JSON.parse(new TextDecoder().decode(rulesBytes(makeRules(input)))) as Record<string, unknown>
  expect(() => parseRules(canonicalBytes({ ...json, extra: 1 }))).toThrowError(
    expect.objectContaining({ code: 'CORE_INPUT_INVALID' }),
  )
  expect(() => parseRules(canonicalBytes({ ...json, maxPaid: 65 }))).toThrowError(
    expect.objectContaining({ code: 'CORE_INPUT_INVALID' }),
  )
})
