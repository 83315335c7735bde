import { readFile } from 'node:fs/promises'
import { FAULT_KIND, type FaultName } from '@openledger/core/faults/faultKind.ts'
import { expect, test } from 'vitest'
import { hasProver, proofParameters } from './proverAbis.ts'

const source = new URL('../../../../contracts/src/libraries/FaultKind.sol', import.meta.url)

test('kinds are those of the contracts', async () => {
  const text = await readFile(source, 'utf8')
  const constants = [...text.matchAll(/uint8 internal constant (\w+) = (\d+);/g)].map((match) => [
    match[1],
    Number(match[2]),
  ])
  const named = Object.fromEntries(
    constants.filter(([name]) => !['KINDS_PER_PROVER', 'PROVERS'].includes(String(name))),
  )
  expect(FAULT_KIND).toEqual(named)
})

test('every kind has a function of its prover that takes one struct with the epoch first', () => {
  for (const name of (Object.keys(FAULT_KIND) as FaultName[]).filter(hasProver)) {
    expect(proofParameters(name), name).toMatchObject([
      {
        type: 'tuple',
        components: expect.arrayContaining([expect.objectContaining({ name: 'epoch', type: 'tuple' })]),
      },
    ])
  }
})
