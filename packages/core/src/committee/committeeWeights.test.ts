import { expect, test } from 'vitest'
import type { AttributionLeaf } from '../leaves/attributionLeaf.ts'
import { hashText } from '../primitives/hash.ts'
import { ZERO_HEX32 } from '../primitives/hex.ts'
import { postedOf, weightsFor } from './committeeWeights.ts'

const entry = (name: string, method: 1 | 2 | 3, weight: bigint) => ({
  commitment: hashText(name),
  method,
  score: 5n,
  sharePpm: 0,
  weight,
  indexHash: ZERO_HEX32,
})
const leaf = (call: string, name: string, method: 1 | 2 | 3, weight: bigint): AttributionLeaf => ({
  ...entry(name, method, weight),
  callId: hashText(call),
  receipt: 0,
})

test('one weight for each posted entry, told apart by record and method', () => {
  const leaves = [leaf('a', 'x', 1, 1n), leaf('b', 'x', 1, 6n), leaf('b', 'x', 2, 3n), leaf('b', 'y', 1, 1n)]
  const posted = postedOf(leaves, hashText('b'))
  expect(posted).toEqual(leaves.slice(1))
  expect(weightsFor(posted, [entry('x', 2, 4n), entry('x', 1, 5n), entry('z', 1, 1n)])).toEqual([5n, 4n, 0n])
  expect(weightsFor(posted, [entry('datanet', 3, 10n)])).toEqual([0n, 0n, 0n])
})
