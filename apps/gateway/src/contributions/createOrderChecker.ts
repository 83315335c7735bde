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

/** What a record is found to be; `stands`: what was found of it before holds, since it can't be found again. */
export type OrderOutcome = { readonly findings: readonly Finding[]; readonly unit: Hash32; readonly stands: boolean }

/** Records of a Datanet in the order of their registration, each checked against those before it. */
export type OrderChecker = {
  /**
   * Checks the next record. Its order must be greater than that of all before.
   *
   * @param knownUnit the unit that it was found to belong to before: if that record's content is erased since, there is
   *   nothing to compare with any more, and what resembled it still does
   */
  readonly add: (record: OrderedRecord, knownUnit?: Hash32 | null) => OrderOutcome
  /** Adds a record whose content is erased: copies of it stay copies, or who copied it would bring it back. */
  readonly addErased: (record: Omit<OrderedRecord, 'content'>) => void
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
  readonly isErased: boolean
  /** How many records with content there are, up to and with it. */
  readonly indexed: number
}

/** A checker that knows no record yet. What it finds depends on the records before, never on how they came to it. */
export function createOrderChecker(): OrderChecker {
  const index = createNearDuplicateIndex<Hash32>()
  const kept: Kept[] = []
  const positions = new Map<Hash32, number>()
  const firsts = new Map<string, number>()
  const keep = (record: Omit<OrderedRecord, 'content'>, unit: Hash32, isErased: boolean): void => {
    const { recordId, contributor, commitment, order, print } = record
    const last = kept.at(-1)
    if (last !== undefined && order <= last.order) throw new Error(`Record ${commitment} is out of order.`)
    if (!firsts.has(recordId)) firsts.set(recordId, kept.length)
    positions.set(commitment, kept.length)
    const prints = (last?.prints ?? 0n) + print
    const indexed = (last?.indexed ?? 0) + (isErased ? 0 : 1)
    kept.push({ recordId, contributor, commitment, unit, order, prints, isErased, indexed })
  }
  return {
    size: () => kept.length,
    at: (size) => kept[size - 1],
    addErased: (record) => keep(record, record.commitment, true),
    add: (record, knownUnit) => {
      const { commitment } = record
      const near = index.find(record.content)
      const earlier = near === undefined ? undefined : kept[positions.get(near.id) ?? -1]
      const findings = checkOrder(record, {
        findRecord: (recordId) => kept[firsts.get(recordId) ?? -1],
        findNearDuplicate: () =>
          near === undefined || earlier === undefined
            ? undefined
            : { ...earlier, similarity: near.similarity, inOtherWords: near.inOtherWords },
      })
      const first = kept[positions.get(knownUnit ?? commitment) ?? -1]
      const stands = near === undefined && first?.isErased === true
      const unit = stands ? first.unit : (earlier?.unit ?? commitment)
      keep(record, unit, false)
      index.add(commitment, record.content)
      return { findings, unit, stands }
    },
    truncate: (size) => {
      for (const [at, { commitment, recordId }] of [...kept.entries()].slice(size).reverse()) {
        positions.delete(commitment)
        if (firsts.get(recordId) === at) firsts.delete(recordId)
      }
      kept.length = Math.min(kept.length, size)
      index.truncate(kept.at(-1)?.indexed ?? 0)
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
