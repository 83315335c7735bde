import type { AccountProfile } from '@openledger/core/api/accountProfile.ts'
import type { Address } from '@openledger/core/api/primitives.ts'
import { calls } from '@openledger/db/schema/calls.ts'
import { channels } from '@openledger/db/schema/channels.ts'
import { datanets } from '@openledger/db/schema/datanets.ts'
import { epochCredits } from '@openledger/db/schema/epochCredits.ts'
import { epochs } from '@openledger/db/schema/epochs.ts'
import { models } from '@openledger/db/schema/models.ts'
import { records } from '@openledger/db/schema/records.ts'
import { and, asc, count, countDistinct, desc, eq, inArray, or, sql } from 'drizzle-orm'
import { creditRole } from '../calls/creditRoles.ts'
import type { GatewayDeps } from '../gatewayDeps.ts'

/** Records that are shown one by one, and models and Datanets. */
const BEST = 20
const MOST = 100
/** Credit role of a contributor in the protocol. */
const CONTRIBUTOR_ROLE = 4

const total = (what: unknown) => sql<string>`coalesce(sum(${what}), 0)::text`.mapWith(BigInt)

/** What an account did and has beside its standing. Incomes are of posted epochs: by role they sum to what it has earned. */
export async function readProfile(
  { db, chain, logger }: Pick<GatewayDeps, 'db' | 'chain' | 'logger'>,
  account: Address,
): Promise<AccountProfile> {
  const own = and(eq(epochCredits.account, account), inArray(epochs.status, ['posted', 'final']))
  const roles = await db
    .select({ role: epochCredits.role, amount: total(epochCredits.amount), calls: countDistinct(epochCredits.callId) })
    .from(epochCredits)
    .innerJoin(epochs, eq(epochs.number, epochCredits.epoch))
    .where(own)
    .groupBy(epochCredits.role)
    .orderBy(asc(epochCredits.role))
  const earned = db
    .select({ commitment: epochCredits.commitment, amount: total(epochCredits.amount).as('amount') })
    .from(epochCredits)
    .innerJoin(epochs, eq(epochs.number, epochCredits.epoch))
    .where(and(own, eq(epochCredits.role, CONTRIBUTOR_ROLE)))
    .groupBy(epochCredits.commitment)
    .as('earned')
  const best = await db
    .select({
      commitment: earned.commitment,
      amount: earned.amount,
      datanetId: records.datanetId,
      slug: datanets.slug,
    })
    .from(earned)
    .innerJoin(records, eq(records.commitment, earned.commitment))
    .leftJoin(datanets, eq(datanets.datanetId, records.datanetId))
    .orderBy(desc(sql`${earned.amount}::numeric`), asc(earned.commitment))
    .limit(BEST)
  const [earning] = await db.select({ count: count() }).from(earned)
  const registered = await db
    .select({ modelId: models.modelId, name: models.name, owner: models.owner })
    .from(models)
    .where(or(eq(models.developer, account), eq(models.owner, account)))
    .orderBy(desc(models.blockNumber), desc(models.logIndex))
    .limit(MOST)
  const owned = await db
    .select({ datanetId: datanets.datanetId, slug: datanets.slug })
    .from(datanets)
    .where(eq(datanets.owner, account))
    .orderBy(desc(datanets.blockNumber))
    .limit(MOST)
  const [paid] = await db
    .select({ channels: count(), deposit: total(channels.deposit), spent: total(channels.used) })
    .from(channels)
    .where(eq(channels.payer, account))
  const ofPayer = db.select({ id: channels.channelId }).from(channels).where(eq(channels.payer, account))
  return {
    account,
    roles: roles.map(({ role, amount, calls: some }) => ({
      role: creditRole(role),
      amount: amount.toString(),
      calls: some,
    })),
    records: {
      brought: await db.$count(records, eq(records.contributor, account)),
      earning: earning?.count ?? 0,
      best: best.map(({ commitment, amount, datanetId, slug }) => ({
        commitment,
        datanetId,
        slug,
        amount: amount.toString(),
      })),
    },
    models: registered.map(({ modelId, name, owner }) => ({ modelId, name, owns: owner === account })),
    datanets: owned,
    stakes: await stakesOf(),
    paid: {
      channels: paid?.channels ?? 0,
      deposit: (paid?.deposit ?? 0n).toString(),
      spent: (paid?.spent ?? 0n).toString(),
      calls: await db.$count(calls, inArray(calls.channelId, ofPayer)),
    },
  }

  /** Null while the chain is out of reach: the rest is shown all the same. */
  async function stakesOf(): Promise<AccountProfile['stakes']> {
    try {
      const stakes = await chain.stakesOf(account)
      const subjects = stakes.map(({ subject }) => subject)
      const known = await db
        .select({ modelId: models.modelId, name: models.name })
        .from(models)
        .where(inArray(models.modelId, subjects))
      return stakes.map(({ subject, stake, unbonding, rewards }) => ({
        subject,
        name: known.find(({ modelId }) => modelId === subject)?.name ?? null,
        stake: stake.toString(),
        unbonding: unbonding.toString(),
        rewards: rewards.toString(),
      }))
    } catch (error) {
      logger.warn({ error: String(error) }, 'the chain does not say what an account has staked')
      return null
    }
  }
}
