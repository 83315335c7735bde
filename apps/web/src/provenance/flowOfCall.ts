import { ROLE } from '@openledger/core/leaves/creditLeaf.ts'
import { shortHex } from '../format/shortHex.ts'
import type { Income } from '../pages/calls/deriveIncome.ts'
import type { Flow, FlowLink, FlowNode } from '../parts/flowLayout.ts'
import { foldFlow } from '../parts/foldFlow.ts'
import { text } from '../text/text.ts'
import type { SourceRecord } from './sourceRecords.ts'

/** So many records and accounts are drawn; the others are joined. */
const GREATEST = { records: 12, ends: 12 }

/** A call's money from its caller through models and records to accounts, and what each column holds. */
export type CallFlow = { readonly columns: readonly string[]; readonly flow: Flow }

/**
 * What of a call's fee goes where, as core derives it. Of every node but the first and the last as much goes out as came in,
 * to the wei. The data parts of several models are one sum before records share it.
 */
export function flowOfCall(income: Income, records: readonly SourceRecord[]): CallFlow {
  const words = text.flow
  const pooled = income.components.length > 1 && income.parts.data > 0n
  const attributed = income.credits.length > 0
  const recordColumn = pooled ? 3 : 2
  const end = recordColumn + 1
  const nodes = new Map<string, FlowNode>()
  const links = new Map<string, FlowLink>()
  const node = (id: string, column: number, name: string, kind: string) => {
    if (!nodes.has(id)) nodes.set(id, { id, column, name, kind })
    return id
  }
  const link = (from: string, to: string, amount: bigint, kind: string) => {
    const key = `${from} ${to} ${kind}`
    if (amount > 0n) links.set(key, { from, to, amount: amount + (links.get(key)?.amount ?? 0n), kind })
  }
  const account = (address: string) => node(address, end, shortHex(address), 'account')

  const caller = node('caller', 0, words.caller, 'caller')
  for (const { modelId, name, fee, parts, owners, pool } of income.components) {
    const model = node(modelId, 1, name, 'model')
    link(caller, model, fee, 'model')
    link(model, node('burn', end, words.burned, 'burn'), parts.burn, 'burn')
    link(model, account(income.operator), parts.operator, 'operator')
    link(model, node(pool, end, words.stakers(name), 'stakers'), parts.stakers, 'stakers')
    for (const owner of owners) link(model, account(owner.account), owner.amount, 'model')
    if (parts.data === 0n) continue
    if (pooled) link(model, node('data', 2, words.data, 'data'), parts.data, 'data')
    else if (!attributed) link(model, node('waiting', end, words.waiting, 'flat'), parts.data, 'flat')
  }
  const source = pooled ? 'data' : (income.components[0]?.modelId ?? caller)
  if (pooled && !attributed) link(source, node('waiting', end, words.waiting, 'flat'), income.parts.data, 'flat')
  for (const { number, commitment, ways, whole, credits } of attributed ? records : []) {
    const kind = ways[0]?.method ?? 'flat'
    const name = kind === 'flat' ? words.pool : words.record(number, shortHex(commitment))
    const record = node(`record ${commitment}`, recordColumn, name, kind)
    link(source, record, whole, 'data')
    for (const credit of credits)
      link(record, account(credit.account), credit.amount, credit.role === ROLE.contributor ? 'data' : 'owner')
  }
  const whole = { nodes: [...nodes.values()], links: [...links.values()] }
  const folded = [
    { column: recordColumn, greatest: GREATEST.records },
    { column: end, greatest: GREATEST.ends, kind: 'account' },
  ].reduce<Flow>((flow, fold) => foldFlow(flow, { ...fold, name: words.others }), whole)
  const middle = pooled ? [words.columns.models, words.columns.data] : [words.columns.models]
  return { columns: [words.columns.caller, ...middle, words.columns.records, words.columns.accounts], flow: folded }
}
