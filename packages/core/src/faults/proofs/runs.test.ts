import fc from 'fast-check'
import { expect, test } from 'vitest'
import { buildPlainTree, plainNode, plainProof } from '../../merkle/plainTree.ts'
import { buildSumTree, type SumNode, sumNode } from '../../merkle/sumTree.ts'
import { hashText } from '../../primitives/hash.ts'
import type { Hex32 } from '../../primitives/hex.ts'
import { aroundGap, plainRun, sumRun, withBefore, withBoth, withNext } from './runs.ts'

/** Folds a run up to the root as contracts/src/types/Runs.sol describes it. */
function rootOf<Node>(
  nodes: readonly Node[],
  first: number,
  depth: number,
  siblings: readonly Node[],
  join: (left: Node, right: Node) => Node,
): Node | undefined {
  const rest = [...siblings]
  let row = [...nodes]
  let low = first
  for (let height = 0; height < depth; height++) {
    if (low & 1) row = [rest.shift() as Node, ...row]
    if (row.length & 1) row = [...row, rest.shift() as Node]
    row = Array.from({ length: row.length / 2 }, (_, i) => join(row[2 * i] as Node, row[2 * i + 1] as Node))
    low >>= 1
  }
  return rest.length === 0 && row.length === 1 ? row[0] : undefined
}

const spans = fc.integer({ min: 1, max: 40 }).chain((count) =>
  fc.record({ count: fc.constant(count), first: fc.integer({ min: 0, max: count - 1 }) }).chain(({ first }) =>
    fc.record({
      count: fc.constant(count),
      first: fc.constant(first),
      length: fc.integer({ min: 1, max: count - first }),
    }),
  ),
)

test('a run leads to the root, in plain and in sum trees; one leaf has an ordinary proof', () => {
  fc.assert(
    fc.property(spans, ({ count, first, length }) => {
      const leaves = Array.from({ length: count }, (_, i) => hashText(`${i}`))
      const plain = buildPlainTree(leaves)
      const depth = plain.layers.length - 1
      const run = plainRun(plain, leaves, first, length)
      const join = (a: Hex32, b: Hex32) => plainNode(a, b)
      expect(rootOf(run.leaves, first, depth, run.siblings, join)).toBe(plain.root)
      if (length === 1) expect(run.siblings).toEqual(plainProof(plain, first))
      const nodes: SumNode[] = leaves.map((hash, i) => ({ hash, sum: BigInt(i) }))
      const sums = buildSumTree(nodes)
      const sumsRun = sumRun(sums, nodes, first, length)
      const joinSums = (a: SumNode, b: SumNode) => sumNode(a, b)
      expect(rootOf(sumsRun.leaves, first, depth, sumsRun.siblings, joinSums)).toEqual(sums.root)
    }),
    { numRuns: 100 },
  )
})

test('neighbours that enclose', () => {
  expect([0, 2, 5].map((gap) => aroundGap(5, gap))).toEqual([
    [0, 1],
    [1, 2],
    [4, 1],
  ])
  expect(aroundGap(0, 0)).toEqual([0, 0])
  expect([withNext(5, 3), withNext(5, 4)]).toEqual([
    [3, 2],
    [4, 1],
  ])
  expect([withBefore(0), withBefore(3)]).toEqual([
    [0, 1],
    [2, 2],
  ])
  expect([withBoth(5, 0, 2), withBoth(5, 1, 2), withBoth(5, 3, 2)]).toEqual([
    [0, 3],
    [0, 4],
    [2, 3],
  ])
})
