import { expect, it } from 'vitest'
import type { DatanetLookup } from './check.ts'
import { exactDuplicate } from './exactDuplicate.ts'
import { nearDuplicate } from './nearDuplicate.ts'

const record = {
  recordId: '0x01',
  contributor: '0xaa',
  content: { kind: 'qa', prompts: ['Code for plague?'], answer: 'A20' },
} as const

function datanet(
  earlier:
    | { recordId: string; contributor: string; commitment: string; similarity: number; inOtherWords?: boolean }
    | undefined,
): DatanetLookup {
  return { findRecord: () => earlier, findNearDuplicate: () => earlier && { inOtherWords: false, ...earlier } }
}

it('refuses the same content, and says whose it is, by its commitment and not by the hash of what it says', () => {
  expect(
    exactDuplicate.run(record, datanet({ recordId: '0x01', commitment: '0xc1', contributor: '0xbb', similarity: 1 })),
  ).toMatchObject([
    {
      verdict: 'refuse',
      code: 'DATA_DUPLICATE',
      reason: 'The same as record 0xc1, registered earlier by another contributor.',
    },
  ])
  expect(
    exactDuplicate.run(record, datanet({ recordId: '0x01', commitment: '0xc1', contributor: '0xaa', similarity: 1 })),
  ).toMatchObject([{ reason: 'The same as record 0xc1, registered earlier by you.' }])
  expect(exactDuplicate.run(record, datanet(undefined))).toEqual([])
})

it("refuses what is nearly another contributor's, marks what is nearly one's own", () => {
  expect(
    nearDuplicate.run(
      record,
      datanet({ recordId: '0x02', commitment: '0xc2', contributor: '0xbb', similarity: 0.876 }),
    ),
  ).toMatchObject([
    {
      verdict: 'refuse',
      code: 'DATA_NEAR_DUPLICATE',
      reason: 'Nearly the same (87%) as record 0xc2, registered earlier by another contributor.',
    },
  ])
  expect(
    nearDuplicate.run(
      record,
      datanet({ recordId: '0x02', commitment: '0xc2', contributor: '0xbb', similarity: 0.3, inOtherWords: true }),
    ),
  ).toMatchObject([
    { reason: 'Says in other words the same as record 0xc2, registered earlier by another contributor.' },
  ])
  expect(
    nearDuplicate.run(record, datanet({ recordId: '0x02', commitment: '0xc2', contributor: '0xaa', similarity: 1 })),
  ).toMatchObject([{ verdict: 'mark', code: 'DATA_NEAR_DUPLICATE_OWN' }])
  expect(nearDuplicate.run(record, datanet(undefined))).toEqual([])
})

it('leaves the very same record to the check for exact duplicates', () => {
  expect(
    nearDuplicate.run(record, datanet({ recordId: '0x01', commitment: '0xc1', contributor: '0xbb', similarity: 1 })),
  ).toEqual([])
})
