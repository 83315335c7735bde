import { expect, test } from 'vitest'
import { type Flow, layoutFlow } from './flowLayout.ts'
import { foldFlow, othersOf } from './foldFlow.ts'

/** A caller, a model, so many records of 1, 2, 3 … wei, one account; the model burns 5. */
function flowOf(records: number): Flow {
  const ids = Array.from({ length: records }, (_, n) => ({ id: `record ${n}`, amount: BigInt(n + 1) }))
  const data = ids.reduce((sum, { amount }) => sum + amount, 0n)
  return {
    nodes: [
      { id: 'caller', column: 0, name: 'caller', kind: 'caller' },
      { id: 'model', column: 1, name: 'model', kind: 'model' },
      ...ids.map(({ id }) => ({ id, column: 2, name: id, kind: 'citation' })),
      { id: 'burn', column: 3, name: 'burned', kind: 'burn' },
      { id: 'account', column: 3, name: 'account', kind: 'data' },
    ],
    links: [
      { from: 'caller', to: 'model', amount: data + 5n, kind: 'model' },
      { from: 'model', to: 'burn', amount: 5n, kind: 'burn' },
      ...ids.flatMap(({ id, amount }) => [
        { from: 'model', to: id, amount, kind: 'data' },
        { from: id, to: 'account', amount, kind: 'data' },
      ]),
    ],
  }
}

const size = { width: 800, height: 400 }

test('heights go by money, nothing lies outside, and what is nothing is not drawn', () => {
  const flow = flowOf(3)
  const { nodes, bands } = layoutFlow(
    { ...flow, nodes: [...flow.nodes, { id: 'x', column: 2, name: 'x', kind: 'x' }] },
    size,
  )
  expect(nodes.map(({ id }) => id)).not.toContain('x')
  expect(bands).toHaveLength(flow.links.length)
  const height = (id: string) => nodes.find((node) => node.id === id)?.height ?? 0
  expect(height('record 2') / height('record 0')).toBeCloseTo(3, 3)
  expect(height('caller')).toBeCloseTo(height('record 0') * 11, 1)
  for (const { x, y, height } of nodes) {
    expect(x >= 0 && x <= size.width && y >= 0).toBe(true)
    expect(y + height).toBeLessThanOrEqual(size.height + 0.1)
  }
})

test('folding keeps the greatest, and every wei', () => {
  const flow = flowOf(64)
  const folded = foldFlow(flow, { column: 2, greatest: 10, name: (count) => `${count} others` })
  expect(folded.nodes.filter(({ column }) => column === 2)).toHaveLength(11)
  expect(folded.nodes.find(({ id }) => id === othersOf(2))).toMatchObject({ name: '54 others', kind: 'citation' })
  expect(folded.nodes.map(({ id }) => id)).toContain('record 63')
  const into = (of: Flow, id: string) => of.links.reduce((sum, link) => (link.to === id ? sum + link.amount : sum), 0n)
  expect(into(folded, 'account')).toBe(into(flow, 'account'))
  expect(into(folded, othersOf(2))).toBe((54n * 55n) / 2n)
  expect(foldFlow(flowOf(5), { column: 2, greatest: 10, name: String })).toEqual(flowOf(5))
})
