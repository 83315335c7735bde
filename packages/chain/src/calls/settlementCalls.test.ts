import { decodeFunctionData } from 'viem'
import { expect, test } from 'vitest'
import { settlementAbi } from '../abi/settlement.ts'
import { claimToBalanceCall, withdrawCall } from './settlementCalls.ts'

const at = (digit: string) => `0x${digit.repeat(40)}` as const
const addresses = {
  openToken: at('1'),
  datanetRegistry: at('2'),
  modelRegistry: at('3'),
  paymentEscrow: at('4'),
  settlement: at('5'),
  bondVault: at('6'),
  challenges: at('7'),
  recordDisputes: at('8'),
  staking: at('9'),
  committee: at('a'),
  trainingFees: at('b'),
  datanetRatings: at('c'),
  deployBlock: 0,
}

test('claims into a balance and its withdrawal go to the settlement', () => {
  const proof = [`0x${'ab'.repeat(32)}`] as const
  const claim = claimToBalanceCall(addresses, { operator: at('a'), account: at('b'), cumulative: 7n, proof })
  expect(claim.to).toBe(addresses.settlement)
  expect(decodeFunctionData({ abi: settlementAbi, data: claim.data })).toEqual({
    functionName: 'claimToBalance',
    args: [expect.stringMatching(/^0xa{40}$/i), expect.stringMatching(/^0xb{40}$/i), 7n, proof],
  })
  expect(decodeFunctionData({ abi: settlementAbi, data: withdrawCall(addresses, at('a'), at('b')).data })).toEqual({
    functionName: 'withdraw',
    args: [expect.stringMatching(/^0xa{40}$/i), expect.stringMatching(/^0xb{40}$/i)],
  })
})
