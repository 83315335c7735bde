import type { FlowPath, MoneyFlow } from '@openledger/core/api/flows.ts'
import { shortHex } from '../format/shortHex.ts'
import type { Flow, FlowLink, FlowNode } from './flowLayout.ts'
import { foldFlow } from './foldFlow.ts'

/** So many of each column are drawn; the others are joined. */
const GREATEST = 10

/** What parts of fees and joined nodes are called. */
export type FlowWords = {
  readonly parts: Readonly<Record<FlowPath['part'], string>>
  readonly rest: string
  readonly others: (count: number) => string
}

/**
 * The ways that money took as a flow of four columns. Of every node between the first and the last as much goes out as came
 * in, to the wei; what was burned ends in its part.
 */
export function flowOfMoney({ paths, rest }: MoneyFlow, words: FlowWords): Flow {
  const nodes = new Map<string, FlowNode>()
  const links = new Map<string, FlowLink>()
  const node = (column: number, key: string, name: string, kind: string) => {
    const id = `${column} ${key}`
    if (!nodes.has(id)) nodes.set(id, { id, column, name, kind })
    return id
  }
  const link = (from: string, to: string, amount: bigint, kind: string) => {
    const key = `${from} ${to} ${kind}`
    if (amount > 0n) links.set(key, { from, to, amount: amount + (links.get(key)?.amount ?? 0n), kind })
  }
  for (const { payer, modelId, model, part, datanet, account, amount } of paths) {
    const wei = BigInt(amount)
    const from = node(0, payer, shortHex(payer), 'caller')
    const through = node(1, modelId, model.startsWith('0x') ? shortHex(model) : model, 'model')
    const source =
      datanet === null
        ? node(2, part, words.parts[part], part)
        : node(2, datanet.datanetId, datanet.slug ?? shortHex(datanet.datanetId), 'data')
    link(from, through, wei, 'model')
    link(through, source, wei, part)
    if (account !== null) link(source, node(3, account, shortHex(account), 'account'), wei, part)
  }
  const columns = [0, 1, 2, 3]
  if (rest !== '0')
    for (const column of columns) {
      const to = node(column, 'rest', words.rest, 'flat')
      if (column > 0) link(`${column - 1} rest`, to, BigInt(rest), 'flat')
    }
  const whole: Flow = { nodes: [...nodes.values()], links: [...links.values()] }
  return columns.reduce((flow, column) => foldFlow(flow, { column, greatest: GREATEST, name: words.others }), whole)
}
