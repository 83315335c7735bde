import type { Database } from '@openledger/db/database.ts'
import { openDatabase } from '@openledger/db/openDatabase.ts'
import { signInChallenges } from '@openledger/db/schema/signInChallenges.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase } from '../../../../packages/db/test/freshDatabase.ts'
import { CHALLENGE_LIFE_ms, giveChallenge } from './giveChallenge.ts'
import { takeChallenge } from './takeChallenge.ts'

let db: Database
let close: () => Promise<void>
let now_ms = Date.now()
const clock = { now: () => now_ms }
const wanted = { purpose: 'wallet', boundTo: 'eip155:1 a.example', alphabet: 'hex' } as const
beforeAll(async () => {
  ;({ db, close } = await openDatabase({ url: await freshDatabase() }))
})
afterAll(() => close())
const give = (more: { max?: number } = {}) => giveChallenge({ db, clock }, { ...wanted, ...more })
const take = (challenge: string, more: Partial<Parameters<typeof takeChallenge>[1]> = {}) =>
  takeChallenge({ db, clock }, { purpose: 'wallet', challenge, ...more })

test('a challenge is taken once, also by 20 at a time, for its purpose and what it is bound to alone', async () => {
  const { challenge } = await give()
  expect(challenge).toMatch(/^[0-9a-f]{32}$/)
  expect(await take(challenge, { purpose: 'passkey' })).toBeUndefined()
  expect(await take(challenge, { boundTo: 'eip155:2 a.example' })).toBeUndefined()
  const takers = await Promise.all(Array.from({ length: 20 }, () => take(challenge, { boundTo: wanted.boundTo })))
  expect(takers.filter((taken) => taken !== undefined)).toMatchObject([{ boundTo: wanted.boundTo }])
  expect(await take(challenge)).toBeUndefined()
})

test('it ends after ten minutes, whether or not it was cleared away', async () => {
  const { challenge } = await give()
  const other = await give()
  now_ms += CHALLENGE_LIFE_ms - 1
  expect(await take(other.challenge)).toBeDefined()
  now_ms += 1
  expect(await take(challenge)).toBeUndefined()
})

test('who asks without end fills nothing: expired ones go, then the oldest, also side by side', async () => {
  await Promise.all(Array.from({ length: 30 }, () => give()))
  now_ms += CHALLENGE_LIFE_ms
  await give()
  expect(await db.$count(signInChallenges)).toBe(1)
  const all: string[] = []
  for (let round = 0; round < 5; round += 1)
    all.push(...(await Promise.all(Array.from({ length: 20 }, () => give({ max: 10 })))).map((one) => one.challenge))
  const last = await give({ max: 10 })
  expect(await db.$count(signInChallenges)).toBeLessThanOrEqual(10)
  expect(await take(all[0] ?? '')).toBeUndefined()
  expect(await take(last.challenge)).toBeDefined()
})
