import { decodeFunctionData } from 'viem'
import { expect, test } from 'vitest'
import { claimVaultAbi } from '../abi/claimVault.ts'
import { claimManyCall, claimToBalanceCall, withdrawBalanceCall } from './claimVaultCalls.ts'

const vault = `0x${'5'.repeat(40)}` as const
const account = `0x${'b'.repeat(40)}` as const
const word = `0x${'ab'.repeat(32)}` as const
const decoded = (data: `0x${string}`) => decodeFunctionData({ abi: claimVaultAbi, data })

test('claims into a balance and its withdrawal go to the vault', () => {
  const claim = claimToBalanceCall(vault, { account, cumulative: 7n, proof: [word] })
  expect(claim.to).toBe(vault)
  expect(decoded(claim.data)).toEqual({
    functionName: 'claimToBalance',
    args: [`${account}${'7'.padStart(24, '0')}`, [word]],
  })
  expect(decoded(withdrawBalanceCall(vault, account).data)).toEqual({
    functionName: 'withdraw',
    args: [expect.stringMatching(/^0xb{40}$/i)],
  })
})

test('a batch carries its multiproof', () => {
  const many = claimManyCall(vault, { claims: [word], proof: [word, word], flags: [3n] }, true)
  expect(decoded(many.data)).toEqual({ functionName: 'claimMany', args: [[word], [word, word], [3n], true] })
})
