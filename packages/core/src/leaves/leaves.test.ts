import { hashStruct, type TypedData } from 'viem'
import { expect, test } from 'vitest'
import { seededRandom } from '../../test/random.ts'
import { toAddress } from '../primitives/address.ts'
import { ATTRIBUTION_LEAF_TYPE, attributionLeaf } from './attributionLeaf.ts'
import { COMMITMENT_LEAF_TYPE, commitmentLeaf } from './commitmentLeaf.ts'
import { CREDIT_LEAF_TYPE, creditLeaf } from './creditLeaf.ts'
import { PAYOUT_LEAF_TYPE, payoutLeaf } from './payoutLeaf.ts'
import { TRAINED_RECORD_LEAF_TYPE, trainedRecordLeaf } from './trainedRecordLeaf.ts'
import { VERSION_LEAF_TYPE, versionLeaf } from './versionLeaf.ts'

/** The EIP-712 struct hash by viem, from the type string alone. */
function structHash(type: string, data: Record<string, unknown>): string {
  const [, primaryType = '', fields = ''] = /^(\w+)\((.*)\)$/.exec(type) ?? []
  const types = {
    [primaryType]: fields
      .split(',')
      .map((field) => ({ type: field.split(' ')[0] ?? '', name: field.split(' ')[1] ?? '' })),
  }
  return hashStruct({ types: types as unknown as TypedData, primaryType, data })
}

const random = seededRandom(5)
const account = toAddress(random.hex32().slice(0, 42))

test('each leaf hash is the EIP-712 struct hash of its type string', () => {
  const commitment = random.hex32()
  expect(commitmentLeaf(commitment)).toBe(structHash(COMMITMENT_LEAF_TYPE, { commitment }))
  const version = { commitment, contributor: account }
  expect(versionLeaf(version)).toBe(structHash(VERSION_LEAF_TYPE, version))
  const trained = { commitment, uses: 12 }
  expect(trainedRecordLeaf(trained)).toBe(structHash(TRAINED_RECORD_LEAF_TYPE, trained))
  const attribution = {
    callId: random.hex32(),
    receipt: 2 ** 32 - 1,
    commitment,
    method: 2,
    score: -(2n ** 63n),
    sharePpm: 1_000_000,
    weight: 2n ** 64n - 1n,
    indexHash: random.hex32(),
  } as const
  expect(attributionLeaf(attribution)).toBe(structHash(ATTRIBUTION_LEAF_TYPE, attribution))
  const credit = {
    account,
    callId: random.hex32(),
    receipt: 3,
    role: 6,
    commitment,
    amount: 2n ** 128n - 1n,
    runningSum: 1n,
  } as const
  expect(creditLeaf(credit)).toBe(structHash(CREDIT_LEAF_TYPE, credit))
  const payout = { account, cumulative: 7n }
  expect(payoutLeaf(payout)).toBe(structHash(PAYOUT_LEAF_TYPE, payout))
})

test('integers outside their type are refused', () => {
  expect(() => payoutLeaf({ account, cumulative: 2n ** 128n })).toThrow()
  expect(() => payoutLeaf({ account, cumulative: -1n })).toThrow()
  expect(() => trainedRecordLeaf({ commitment: random.hex32(), uses: 2 ** 32 })).toThrowError(
    expect.objectContaining({ code: 'CORE_INTEGER_RANGE' }),
  )
})
