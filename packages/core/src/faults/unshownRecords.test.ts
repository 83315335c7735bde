import { expect, test } from 'vitest'
import { attribute, first, must, second, world } from '../../test/liar.ts'
import { memoryChain } from '../../test/memoryChain.ts'
import { POSTED_AT } from '../../test/world.ts'
import { METHOD } from '../leaves/attributionLeaf.ts'
import { findCreditFaults } from './creditFaults.ts'
import { type FaultReader, loadFaultFacts } from './loadFaultFacts.ts'
import { NO_RUN } from './proofs/epochRuns.ts'
import { recordOrigin } from './proofs/recordOrigin.ts'
import type { ShownPlace } from './shownRecord.ts'
import { unshownRecords } from './unshownRecords.ts'
import { withShown } from './withShown.ts'

const { logs } = world.base
const versions = world.base.versions.map((version) => ({
  ...version,
  records: version.records.toSorted((a, b) => (a.commitment < b.commitment ? -1 : 1)),
}))
const reader: FaultReader = { ...memoryChain(world, [first, second]), channelOperator: async () => undefined }
const blocks = { current: 20n, previous: 10n, postedAt: POSTED_AT }
const load = (publication: Partial<{ versions: typeof versions; logs: typeof logs }>) =>
  loadFaultFacts(reader, world.base.operator, [{ leaves: second.leaves, versions, logs, ...publication }], blocks)
const { attributions, receipts } = second.leaves
const recordsOf = (method: number) => attributions.flatMap((leaf, index) => (leaf.method === method ? [index] : []))
const paid = [...recordsOf(METHOD.influence), ...recordsOf(METHOD.citation)].toSorted((a, b) => a - b)

test('where all is published, every record is told of and its origin can be shown', async () => {
  const facts = await load({})
  expect(unshownRecords(facts, second)).toEqual([])
  for (const [leaf, entry] of attributions.entries()) {
    const origin = recordOrigin(facts, second, leaf)
    expect(origin.attribution.leaves).toEqual([entry])
    if (entry.method === METHOD.flat) expect(origin).toMatchObject({ receipt: NO_RUN, held: NO_RUN })
    else {
      expect(origin.held.leaves.map(({ commitment }) => commitment)).toEqual([entry.commitment])
      expect(origin.place.present.leaves.map(({ commitment }) => commitment)).toEqual([entry.commitment])
    }
    if (entry.method === METHOD.influence) expect(origin.log.leaves).toMatchObject([{ commitment: entry.commitment }])
  }
  expect(() => recordOrigin(facts, second, attributions.length)).toThrow(RangeError)
})

test('without versions nothing is told of any record, without logs nothing of influences', async () => {
  const bare = await load({ versions: [] })
  expect(unshownRecords(bare, second)).toEqual(paid)
  expect(() => recordOrigin(bare, second, must(paid[0]))).toThrow(RangeError)
  const unlogged = await load({ logs: [] })
  expect(unshownRecords(unlogged, second)).toEqual(recordsOf(METHOD.influence))
  expect(() => recordOrigin(unlogged, second, must(recordsOf(METHOD.influence)[0]))).toThrow(RangeError)
})

test('a record that is nowhere is a fault, not untold, and cannot be shown', async () => {
  const lie = attribute(METHOD.influence, ([leaf, ...rest]) => [
    { ...must(leaf), commitment: world.records.untrained },
    ...rest,
  ])
  const evidence = { ...second, leaves: { ...second.leaves, attributions: lie } }
  const facts = await load({})
  expect(unshownRecords(facts, evidence)).toEqual([])
  const leaf = lie.findIndex(({ commitment }) => commitment === world.records.untrained)
  expect(() => recordOrigin(facts, evidence, leaf)).toThrow(RangeError)
})

test('what was shown of a call is enough to find that its credits went to another contributor', async () => {
  const whole = await load({})
  const leaf = must(recordsOf(METHOD.influence)[0])
  const { callId } = must(attributions[leaf])
  const shown = attributions.flatMap((entry, index) =>
    entry.callId === callId && entry.method !== METHOD.flat
      ? [{ callId, commitment: entry.commitment, place: recordOrigin(whole, second, index).place }]
      : [],
  )
  const credits = second.leaves.credits.map((credit) =>
    credit.callId === callId && credit.commitment === must(attributions[leaf]).commitment
      ? { ...credit, amount: credit.amount + 1n }
      : credit,
  )
  const search = async (places: readonly ShownPlace[]) => ({
    current: { epoch: second.epoch, leaves: { ...second.leaves, credits } },
    earlier: [],
    facts: await withShown(reader, await load({ versions: [] }), second.leaves, places, blocks.current),
    signed: [],
  })
  const kinds = async (places: readonly ShownPlace[]) =>
    findCreditFaults(await search(places))
      .map(({ kind }) => kind)
      .filter((kind) => kind.startsWith('DATA'))
  expect(await kinds([])).toEqual([])
  expect(await kinds(shown)).toContain('DATA_CREDIT_WRONG')
  expect(receipts.some(({ receipt }) => receipt.callId === callId)).toBe(true)
})
