import type { Address, Hash32 } from '@openledger/core/api/primitives.ts'
import { type ReviewPolicy, reviewPolicySchema } from '@openledger/core/api/reviewPolicy.ts'
import { createContents } from '@openledger/db/contents/createContents.ts'
import type { Database } from '@openledger/db/database.ts'
import { openDatabase } from '@openledger/db/openDatabase.ts'
import { contributions } from '@openledger/db/schema/contributions.ts'
import { datanets } from '@openledger/db/schema/datanets.ts'
import { records } from '@openledger/db/schema/records.ts'
import { reviewPolicies } from '@openledger/db/schema/reviewPolicies.ts'

/** An account by its number. */
export const person = (n: number): Address => `0x${n.toString(16).padStart(40, '0')}`
/** 32 bytes by a number. */
export const hash = (n: number): Hash32 => `0x${n.toString(16).padStart(64, '0')}`

export const OWNER = person(1)
export const CURATOR = person(2)
export const CONTRIBUTOR = person(3)

/** A database with reviewed Datanets, and a clock that the test moves. */
export type ReviewWorld = Awaited<ReturnType<typeof openReviewWorld>>

/** @param url a PostgreSQL database; the embedded one when undefined */
export async function openReviewWorld(url: string | undefined) {
  const { db, close } = await openDatabase({ url })
  let now_ms = 1_800_000_000_000
  const clock = { now: () => now_ms }
  let made = 0
  return {
    db,
    close,
    services: { db, clock, contents: createContents(new Uint8Array(32)), sealingSecret: new Uint8Array(32).fill(7) },
    /** Lets seconds pass. */
    pass: (seconds: number) => {
      now_ms += seconds * 1_000
    },
    /** A Datanet of its own with records that passed the checks, reviewed by a policy unless that is null. */
    makeDatanet: async (count: number, policy: Partial<ReviewPolicy> | null) => {
      made += 1
      const datanetId = hash(made)
      await db.insert(datanets).values({
        datanetId,
        owner: OWNER,
        slug: `reviewed-${made}`,
        treasury: OWNER,
        rateBps: 0,
        curators: [{ account: CURATOR, bps: 0 }],
        blockNumber: 1n,
      })
      if (policy !== null)
        await db.insert(reviewPolicies).values({ datanetId, policy: reviewPolicySchema.parse(policy) })
      const commitments = await addRecords(db, datanetId, made, count)
      return { datanetId, commitments }
    },
  }
}

async function addRecords(db: Database, datanetId: Hash32, made: number, count: number): Promise<Hash32[]> {
  const contributionId = hash(made * 100_000)
  const commitments = Array.from({ length: count }, (_, i) => hash(made * 100_000 + i + 1))
  const batch = { contributionId, datanetId, contributor: CONTRIBUTOR }
  await db.insert(contributions).values({ ...batch, root: hash(made), count, commitments, status: 'checked' })
  if (count > 0)
    await db.insert(records).values(
      commitments.map((commitment, index) => ({
        ...batch,
        commitment,
        index,
        content: { kind: 'qa', prompts: [`What is ${index}?`], answer: `The number ${index}.` },
        kind: 'qa',
        verdict: 'accept' as const,
        registeredOrder: BigInt(index),
      })),
    )
  return commitments
}
