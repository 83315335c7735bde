import { createNearDuplicateIndex } from '@openledger/attribution/nearDuplicates/nearDuplicateIndex.ts'
import type { Hash32 } from '@openledger/core/api/primitives.ts'
import type { CandidateRecord, EarlierRecord, Finding } from '@openledger/data/checks/check.ts'
import { checkOrder, orderChecks } from '@openledger/data/checks/orderChecks.ts'

/** A record as it is added: `order` is its place of registration, `print` a hash of both that the database makes. */
export type OrderedRecord = CandidateRecord & {
  readonly commitment: Hash32
  readonly order: bigint
  readonly print: bigint
}

/** Records of a Datanet in the order of their registration, each checked against those before it. */
export type OrderChecker = {
  /** Checks the next record. Its order must be greater than that of all before. */
  readonly add: (record: OrderedRecord) => { readonly findings: readonly Finding[]; readonly unit: Hash32 }
  /** Forgets all records but the first `size`. */
  readonly truncate: (size: number) => void
  readonly size: () => number
  /** Order of the first `size` records' last, and the sum of their prints; undefined for none. */
  readonly at: (size: number) => { readonly order: bigint; readonly prints: bigint } | undefined
}

type Kept = EarlierRecord & {
  readonly commitment: Hash32
  readonly unit: Hash32
  readonly order: bigint
  readonly prints: bigint
}

/** A checker that knows no record yet. What it finds depends on the records before, never on how they came to it. */
export function createOrderChecker(): OrderChecker {
  const index = createNearDuplicateIndex<Hash32>()
  const kept: Kept[] = []
  const positions = new Map<Hash32, number>()
  const firsts = new Map<string, number>()
  return {
    size: () => kept.length,
    at: (size) => kept[size - 1],
    add: ({ commitment, order, print, ...record }) => {
      const last = kept.at(-1)
      if (last !== undefined && order <= last.order) throw new Error(`Record ${commitment} is out of order.`)
      const near = index.find(record.content)
      const earlier = near === undefined ? undefined : kept[positions.get(near.id) ?? -1]
      const findings = checkOrder(record, {
        findRecord: (recordId) => kept[firsts.get(recordId) ?? -1],
        findNearDuplicate: () =>
          near === undefined || earlier === undefined ? undefined : { ...earlier, similarity: near.similarity },
      })
      const unit = earlier?.unit ?? commitment
      const { recordId, contributor } = record
      if (!firsts.has(recordId)) firsts.set(recordId, kept.length)
      positions.set(commitment, kept.length)
      kept.push({ recordId, contributor, commitment, unit, order, prints: (last?.prints ?? 0n) + print })
      index.add(commitment, record.content)
      return { findings, unit }
    },
    truncate: (size) => {
      for (const [at, { commitment, recordId }] of [...kept.entries()].slice(size).reverse()) {
        positions.delete(commitment)
        if (firsts.get(recordId) === at) firsts.delete(recordId)
      }
      kept.length = Math.min(kept.length, size)
      index.truncate(size)
    },
  }
}

const ofOrder = new Set(orderChecks.map(({ name }) => name))

/** Findings that depend on earlier records, out of all that were kept. */
export function orderFindings(findings: readonly Finding[]): Finding[] {
  return findings.filter(({ check }) => ofOrder.has(check))
}

/** Findings about a record by itself. */
export function contentFindings(findings: readonly Finding[]): Finding[] {
  return findings.filter(({ check }) => !ofOrder.has(check))
}
