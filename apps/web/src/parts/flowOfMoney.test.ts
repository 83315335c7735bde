import type { FlowPath } from '@openledger/core/api/flows.ts'
import { expect, test } from 'vitest'
import { flowOfMoney } from './flowOfMoney.ts'

const hex = (n: number, bytes: number) => `0x${n.toString(16).padStart(2 * bytes, '0')}` as const
const words = {
  parts: { operator: 'operating', model: 'model', stakers: 'stakers', data: 'data', burn: 'burned' },
  rest: 'rest',
  others: (count: number) => `${count} others`,
}
const sum = (amounts: readonly bigint[]) => amounts.reduce((all, one) => all + one, 0n)

test('every wei that comes into a middle node goes out, however many are joined; the columns hold the total', () => {
  const paths = Array.from({ length: 300 }, (_, n): FlowPath => {
    const burns = n % 7 === 0
    return {
      ...{ payer: hex(1 + (n % 40), 20), modelId: hex(n % 3, 32), model: `model-${n % 3}` },
      ...{ part: burns ? 'burn' : n % 2 === 0 ? 'operator' : 'data', amount: String(1 + n * n) },
      datanet: burns || n % 2 === 0 ? null : { datanetId: hex(n % 20, 32), slug: `net-${n % 20}` },
      account: burns ? null : hex(n % 60, 20),
    }
  })
  const rest = 12_345n
  const { nodes, links } = flowOfMoney({ paths, rest: rest.toString(), total: '0' }, words)
  const total = sum(paths.map(({ amount }) => BigInt(amount))) + rest
  const columnOf = new Map(nodes.map(({ id, column }) => [id, column]))
  const out = (column: number) =>
    sum(links.filter(({ from }) => columnOf.get(from) === column).map(({ amount }) => amount))
  expect([out(0), out(1)]).toEqual([total, total])
  const burned = sum(paths.filter(({ part }) => part === 'burn').map(({ amount }) => BigInt(amount)))
  expect(out(2)).toBe(total - burned)
  for (const column of [0, 1, 2, 3])
    expect(nodes.filter((node) => node.column === column).length).toBeLessThanOrEqual(12)
})
