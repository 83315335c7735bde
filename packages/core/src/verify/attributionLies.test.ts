import { describe, expect, test } from 'vitest'
import { attribute, must, second, verdict, world } from '../../test/liar.ts'
import { THRESHOLD } from '../../test/world.ts'
import type { AttributionLeaf } from '../leaves/attributionLeaf.ts'
import type { Hex32 } from '../primitives/hex.ts'

describe('lies about attributions', () => {
  test('weight moves between two records', async () => {
    const attributions = attribute(1, (group) =>
      group.map((leaf, i) => (i < 2 ? { ...leaf, weight: leaf.weight + (i === 0 ? 1n : -1n) } : leaf)),
    )
    expect(await verdict({ attributions })).toMatchObject({ code: 'EPOCH_ATTRIBUTION_WEIGHT', field: 'weight' })
  })

  test('a record that no log shows, one of no version, one that was not retrieved', async () => {
    const to = (commitment: Hex32, method: number) =>
      attribute(
        method,
        (group) =>
          group.map((leaf) =>
            leaf === group.find((entry) => entry.method === method) ? { ...leaf, commitment } : leaf,
          ),
        1,
      )
    const { untrained } = world.records
    expect(await verdict({ attributions: to(untrained, 1) })).toMatchObject({
      code: 'EPOCH_ATTRIBUTION_UNTRAINED',
      found: untrained,
    })
    const nowhere = world.random.hex32()
    expect(await verdict({ attributions: to(nowhere, 1) })).toMatchObject({
      code: 'EPOCH_ATTRIBUTION_UNTRAINED',
      found: nowhere,
    })
    expect(await verdict({ attributions: to(untrained, 2) })).toMatchObject({
      code: 'EPOCH_ATTRIBUTION_NOT_RETRIEVED',
      found: untrained,
    })
  })

  test('a near-duplicate is paid beside its unit', async () => {
    const attributions = attribute(1, (group) => [
      ...group,
      { ...must(group.find((leaf) => leaf.method === 1)), commitment: world.records.copy },
    ])
    expect(await verdict({ attributions })).toMatchObject({
      code: 'EPOCH_ATTRIBUTION_DUPLICATE',
      found: world.records.copy,
    })
  })

  test('a score at the threshold, another index, another share', async () => {
    const edit = (changes: Partial<AttributionLeaf>) =>
      attribute(1, (group) =>
        group.map((leaf, i) => (i === group.findIndex((entry) => entry.method === 1) ? { ...leaf, ...changes } : leaf)),
      )
    expect(await verdict({ attributions: edit({ score: THRESHOLD }) })).toMatchObject({
      code: 'EPOCH_ATTRIBUTION_SCORE',
      found: `${THRESHOLD}`,
    })
    expect(await verdict({ attributions: edit({ indexHash: world.records.copy }) })).toMatchObject({
      code: 'EPOCH_ATTRIBUTION_INDEX',
    })
    expect(await verdict({ attributions: edit({ sharePpm: 1 }) })).toMatchObject({
      code: 'EPOCH_ATTRIBUTION_WEIGHT',
      field: 'sharePpm',
    })
    expect(await verdict({ attributions: edit({ receipt: second.leaves.receipts.length }) })).toMatchObject({
      code: 'EPOCH_ATTRIBUTION_FOREIGN',
      field: 'receipt',
    })
  })

  test('flat income goes to another Datanet, or is dressed up', async () => {
    const edit = (changes: Partial<AttributionLeaf>) =>
      attribute(3, (group) => group.map((leaf, i) => (i === 0 ? { ...leaf, ...changes } : leaf)), 1)
    expect(await verdict({ attributions: edit({ commitment: world.records.copy }) })).toMatchObject({
      code: 'EPOCH_ATTRIBUTION_METHOD',
      field: 'commitment',
    })
    expect(await verdict({ attributions: edit({ weight: 1n }) })).toMatchObject({ code: 'EPOCH_ATTRIBUTION_WEIGHT' })
    expect(await verdict({ attributions: edit({ score: 1n }) })).toMatchObject({ code: 'EPOCH_ATTRIBUTION_SCORE' })
    expect(await verdict({ attributions: edit({ method: 1 }) })).toMatchObject({ code: 'EPOCH_ATTRIBUTION_INDEX' })
  })

  test('a leaf twice, a call without attributions, attributions without a call, 65 records', async () => {
    expect(await verdict({ attributions: attribute(1, (group) => [must(group[0]), ...group]) })).toMatchObject({
      code: 'EPOCH_ATTRIBUTION_ORDER',
    })
    expect(await verdict({ attributions: attribute(1, () => []) })).toMatchObject({ code: 'EPOCH_ATTRIBUTION_MISSING' })
    const stray = attribute(1, (group) => [...group, { ...must(group[0]), callId: world.records.copy }])
    expect(await verdict({ attributions: stray })).toMatchObject({
      code: 'EPOCH_ATTRIBUTION_FOREIGN',
      found: world.records.copy,
    })
    const plain = must(
      second.leaves.receipts.find(({ receipt }) => receipt.components[0]?.modelId === world.models.plain.modelId),
    ).receipt
    const undue = attribute(1, (group) => [...group, { ...must(group[0]), callId: plain.callId }])
    expect(await verdict({ attributions: undue })).toMatchObject({
      code: 'EPOCH_ATTRIBUTION_FOREIGN',
      found: plain.callId,
    })
    const many = attribute(1, (group) =>
      Array.from({ length: 65 }, () => ({ ...must(group[0]), commitment: world.random.hex32() })),
    )
    expect(await verdict({ attributions: many })).toMatchObject({
      code: 'EPOCH_ATTRIBUTION_COUNT',
      expected: '64',
      found: '65',
    })
  })
})
