import { expect, test } from 'vitest'
import { toAddress } from '../primitives/address.ts'
import { stakePoolAddress, stakeSubject } from './stakePoolAddress.ts'

const staking = toAddress(`0x${'57'.repeat(20)}`)
const operator = toAddress(`0x${'0b'.repeat(20)}`)

test('a subject of an account is its number', () => {
  expect(stakeSubject(operator)).toBe(`0x${'00'.repeat(12)}${'0b'.repeat(20)}`)
})

test('every subject and every staking has pools of its own', () => {
  const subject = stakeSubject(operator)
  const pool = stakePoolAddress(staking, subject)
  expect(pool).toBe(stakePoolAddress(staking, subject))
  expect(stakePoolAddress(staking, `0x${'00'.repeat(32)}`)).not.toBe(pool)
  expect(stakePoolAddress(operator, subject)).not.toBe(pool)
})
