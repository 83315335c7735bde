import { type CreditLeaf, ROLE } from '@openledger/core/leaves/creditLeaf.ts'
import type { PayoutLeaf } from '@openledger/core/leaves/payoutLeaf.ts'
import { seededRandom } from '../lib/seededRandom.ts'

/** The same text in one piece, as a database or a JSON parser gives it: text that was put together is a tree of parts. */
const whole = (text: string) => Buffer.from(text, 'latin1').toString('latin1') as `0x${string}`

/**
 * Leaves of an epoch as the epoch builder hands them over: objects, ascending by account, one credit an account.
 * The same for the same number of accounts.
 */
export function makeLeaves(accounts: number): { readonly payouts: PayoutLeaf[]; readonly credits: CreditLeaf[] } {
  const random = seededRandom(accounts)
  const word = () =>
    Math.floor(random() * 2 ** 32)
      .toString(16)
      .padStart(8, '0')
  const hex32 = () => whole(`0x${Array.from({ length: 8 }, word).join('')}`)
  const step = 2n ** 160n / BigInt(accounts)
  const payouts: PayoutLeaf[] = []
  const credits: CreditLeaf[] = []
  for (let i = 0; i < accounts; i++) {
    const place = step * BigInt(i) + BigInt(Math.floor(random() * 2 ** 32))
    const account = whole(`0x${place.toString(16).padStart(40, '0')}`)
    const amount = BigInt(Math.floor(random() * 2 ** 50)) + 1n
    payouts.push({ account, cumulative: amount * BigInt(1 + Math.floor(random() * 1e6)) })
    credits.push({
      account,
      callId: hex32(),
      receipt: i,
      role: ROLE.contributor,
      commitment: hex32(),
      amount,
      runningSum: amount,
    })
  }
  return { payouts, credits }
}
