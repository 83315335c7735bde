import { expect, test } from 'vitest'
import { describeWatched } from './describeWatched.ts'
import type { WatchReport } from './watchOnce.ts'

const plain = { style: (_style: string, text: string) => text }
const base: WatchReport = {
  number: 7n,
  epochHash: `0x${'11'.repeat(32)}`,
  verdict: 'holds',
  outcome: 'holds',
  faults: [],
  provable: [],
  kind: undefined,
  difference: undefined,
  challenge: undefined,
  demanded: undefined,
  refused: [],
}

test('one line says what became of an epoch', () => {
  expect(describeWatched(base, plain)).toBe('ok  epoch 7 holds')
  const challenge = { status: 'won', commitment: base.epochHash, transactionHash: '0xab', reward: 10n ** 18n } as const
  const won = { ...base, verdict: 'faulty', outcome: 'void', kind: 'FEE_WRONG', challenge } as const
  expect(describeWatched(won, plain)).toBe('WON epoch 7 is void by FEE_WRONG: reward 1.000000000000000000 OPEN, 0xab')
  const late = { ...won, challenge: { ...challenge, status: 'already' } } as const
  expect(describeWatched(late, plain)).toBe('·   epoch 7 was faulty (FEE_WRONG) and is no longer open')
  const difference = { code: 'EPOCH_RECEIPT_FEE', message: 'fee is 2, expected 1.' }
  const stands = { ...base, verdict: 'unprovable', outcome: 'stands', difference } as const
  expect(describeWatched(stands, plain)).toContain('nothing of it is provable. EPOCH_RECEIPT_FEE: fee is 2')
  const refused = { ...stands, verdict: 'faulty', kind: 'FEE_WRONG', refused: ['FEE_WRONG: no'] } as const
  expect(describeWatched(refused, plain)).toContain(
    'provable by FEE_WRONG. EPOCH_RECEIPT_FEE: fee is 2, expected 1. Refused: FEE_WRONG: no',
  )
  const demanded = { tree: 'claims', chunk: 3, until: 1_800_000_000n } as const
  const waits = { ...refused, outcome: 'waits', demanded } as const
  expect(describeWatched(waits, plain)).toContain('chunk 3 of its claims is demanded, to be answered until 2027-01-15')
  const withheld = { ...waits, verdict: 'unavailable', demanded: { ...demanded, tree: 'credits' } } as const
  expect(describeWatched(withheld, plain)).toContain(
    'is not published as it was posted: chunk 3 of its credits is demanded',
  )
  expect(describeWatched({ ...stands, verdict: 'unavailable' }, plain)).toContain('data is missing or wrong')
})
