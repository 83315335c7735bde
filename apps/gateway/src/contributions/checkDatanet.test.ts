import type { Hash32 } from '@openledger/core/api/primitives.ts'
import { gravest } from '@openledger/data/checks/gravest.ts'
import { checkContent } from '@openledger/data/checks/runChecks.ts'
import type { RecordContent } from '@openledger/data/record/recordContent.ts'
import { createContents } from '@openledger/db/contents/createContents.ts'
import type { Database } from '@openledger/db/database.ts'
import { openDatabase } from '@openledger/db/openDatabase.ts'
import { contributions } from '@openledger/db/schema/contributions.ts'
import { datanetChecks } from '@openledger/db/schema/datanetChecks.ts'
import { records } from '@openledger/db/schema/records.ts'
import { asc, eq, inArray, isNotNull } from 'drizzle-orm'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkDatanet } from './checkDatanet.ts'
import { createOrderChecker } from './createOrderChecker.ts'
import { createDatanetCheckers } from './datanetCheckers.ts'

const hash = (n: number): Hash32 => `0x${n.toString(16).padStart(64, '0')}`
const datanetId = hash(0xda7a)
const contents = createContents(new Uint8Array(32))
const facts = ['the neck of the left femur', 'the lower end of the radius', 'the shaft of the right tibia']
const people = ['0x01', '0x02', '0x03'] as const

/** Twelve records of three people: originals, copies, near copies, one with an address, one of nonsense. */
const all = Array.from({ length: 12 }, (_, n) => {
  const fact = facts[n % 3] ?? ''
  const more = n % 4 === 1 ? ' please' : ''
  const content: RecordContent = {
    kind: 'qa',
    prompts: n === 11 ? ['xq zvw kjq wpz qqz'] : [`What is a broken bone at ${fact} called${more}?`],
    answer: n === 10 ? 'Ask jana.novakova@posta.cz about it.' : `A fracture of ${fact}, closed`,
  }
  return {
    commitment: hash(n + 1),
    recordId: hash(0x1000 + n - (n % 4 === 3 ? 3 : 0)),
    contributor: people[n % 3] ?? '0x01',
    content,
  }
})

/** What may happen to records, each by its number here. */
type Change = { readonly do: 'upload' | 'register' | 'reorganise' | 'erase'; readonly whom: readonly number[] }
type Step = Change | { readonly do: 'restart' | 'fail' }

const some = fc.uniqueArray(fc.nat(all.length - 1), { minLength: 1, maxLength: 6 })
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('upload' as const), whom: some }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('register' as const), whom: some }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('reorganise' as const), whom: some }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('erase' as const), whom: some }) },
  { weight: 1, arbitrary: fc.constant({ do: 'restart' as const }) },
  { weight: 1, arbitrary: fc.constant({ do: 'fail' as const }) },
)

describe('checkDatanet', () => {
  let opened: Awaited<ReturnType<typeof openDatabase>>
  let db: Database
  beforeAll(async () => {
    opened = await openDatabase({ url: undefined })
    ;({ db } = opened)
    const row = { contributionId: hash(0xc0), datanetId, contributor: '0x01' as const, root: hash(1), count: 12 }
    await db.insert(contributions).values({ ...row, commitments: [], status: 'uploaded' })
  })
  afterAll(async () => opened?.close())

  async function apply(database: Database, { do: what, whom }: Change, order: bigint) {
    const commitments = whom.map((n) => hash(n + 1))
    if (what === 'upload') {
      for (const n of whom) {
        const record = all[n]
        if (record === undefined) continue
        const { commitment, content } = record
        await database.update(records).set({ content }).where(eq(records.commitment, commitment))
      }
    }
    if (what === 'register')
      // A record's place on chain is drawn anew with each registration, after a reorganisation too.
      for (const [at, n] of whom.entries())
        await database
          .update(records)
          .set({ registeredOrder: (((order * 7n) % 13n) * 100n + BigInt(at)) * 16n + BigInt(n) })
          .where(eq(records.commitment, hash(n + 1)))
    if (what === 'reorganise')
      await database.update(records).set({ registeredOrder: null }).where(inArray(records.commitment, commitments))
    if (what === 'erase')
      await database.update(records).set({ content: null }).where(inArray(records.commitment, commitments))
  }

  /** All checks of all records in one run, in memory. */
  async function wholeRun() {
    const checker = createOrderChecker()
    const rows = await db.select().from(records).where(isNotNull(records.content)).orderBy(asc(records.registeredOrder))
    return rows
      .filter(({ registeredOrder }) => registeredOrder !== null)
      .map(({ commitment, registeredOrder }) => {
        const record = all[Number(BigInt(commitment)) - 1]
        if (record === undefined) throw new Error('an unknown record')
        const { findings, unit } = checker.add({ ...record, order: registeredOrder ?? 0n, print: 0n })
        const found = [...checkContent(record.content), ...findings]
        return { commitment, unit, verdict: gravest(found), findings: found }
      })
  }

  test('any order of uploads, registrations, reorganisations, restarts and failures ends as one whole run would', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 14 }), async (steps) => {
        await db.delete(records)
        await db.delete(datanetChecks)
        await db.insert(records).values(
          all.map(({ commitment, recordId, contributor }, index) => ({
            ...{ commitment, recordId, contributor, index, datanetId, contributionId: hash(0xc0) },
          })),
        )
        let checkers = createDatanetCheckers()
        let order = 0n
        for (const one of steps) {
          order += 1n
          if (one.do === 'restart') checkers = createDatanetCheckers()
          else if (one.do === 'fail') {
            // A run that is taken back after it checked, as when the connection breaks before the end.
            const failing = db.transaction(async (transaction) => {
              await apply(transaction, { do: 'upload', whom: [0, 3, 6, 9] }, order)
              await apply(transaction, { do: 'register', whom: [9, 6, 3, 0] }, order)
              await checkDatanet(transaction, contents, datanetId, checkers)
              throw new Error('taken back')
            })
            await expect(failing).rejects.toThrow('taken back')
          } else if ('whom' in one) {
            await db.transaction(async (transaction) => {
              await apply(transaction, one, order)
              // The indexer takes blocks back without a check; the next one sees it.
              if (one.do !== 'reorganise') await checkDatanet(transaction, contents, datanetId, checkers)
            })
          }
        }
        await db.transaction(
          async (transaction) => void (await checkDatanet(transaction, contents, datanetId, checkers)),
        )
        const stored = await db
          .select({
            commitment: records.commitment,
            unit: records.unit,
            verdict: records.verdict,
            findings: records.findings,
            content: records.content,
            order: records.registeredOrder,
          })
          .from(records)
          .orderBy(asc(records.registeredOrder))
        expect(
          stored
            .filter(({ content, order: place }) => content !== null && place !== null)
            .map(({ commitment, unit, verdict, findings }) => ({ commitment, unit, verdict, findings })),
        ).toEqual(await wholeRun())
      }),
      { numRuns: 25, seed: 11 },
    )
  }, 120_000)

  test('what did not change is not looked at again', async () => {
    await db.delete(records)
    await db.delete(datanetChecks)
    const checkers = createDatanetCheckers()
    const rows = all.map(({ commitment, recordId, contributor, content }, index) => ({
      ...{ commitment, recordId, contributor, content, index, datanetId, contributionId: hash(0xc0) },
      registeredOrder: BigInt(index * 10),
    }))
    const looked = async () =>
      db.transaction(async (transaction) => checkDatanet(transaction, contents, datanetId, checkers))
    await db.insert(records).values(rows.slice(0, 8))
    expect(await looked()).toBe(8)
    expect(await looked()).toBe(0)
    await db.insert(records).values(rows.slice(8, 11))
    expect(await looked()).toBe(3)
    // One that comes in late before the last five.
    await db.insert(records).values({ ...(rows[11] ?? rows[0]), registeredOrder: 55n } as (typeof rows)[number])
    expect(await looked()).toBe(6)
    await db.update(datanetChecks).set({ settings: { languages: ['en'] } })
    expect(await looked()).toBe(12)
    expect(await looked()).toBe(0)
  })
})
