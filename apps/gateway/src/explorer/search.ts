import type { Found } from '@openledger/core/api/search.ts'
import type { Database } from '@openledger/db/database.ts'
import { calls } from '@openledger/db/schema/calls.ts'
import { channels } from '@openledger/db/schema/channels.ts'
import { datanets } from '@openledger/db/schema/datanets.ts'
import { epochs } from '@openledger/db/schema/epochs.ts'
import { models } from '@openledger/db/schema/models.ts'
import { records } from '@openledger/db/schema/records.ts'
import { versions } from '@openledger/db/schema/versions.ts'
import { asc, eq, like, or, sql } from 'drizzle-orm'

/** Things of one kind that the beginning of a name may stand for. */
const NAMES_MAX = 8

/**
 * What a term stands for, the surest first: an epoch's number; an address; a hash of a call, a Datanet, a model, a record, a
 * version (its Datanet), a channel (its payer), an epoch or its published data; or a name of a Datanet or a model, whole
 * or its beginning. Each look-up goes by an index, so that it costs the same however much there is.
 */
export async function search(db: Database, wanted: string): Promise<Found[]> {
  const term = wanted.trim().toLowerCase()
  if (/^[1-9]\d{0,8}$/.test(term)) {
    const [epoch] = await db
      .select({ number: epochs.number })
      .from(epochs)
      .where(eq(epochs.number, BigInt(term)))
    if (epoch !== undefined) return [{ kind: 'epoch', id: term, name: null }]
  }
  if (/^0x[0-9a-f]{40}$/.test(term)) return [{ kind: 'account', id: term, name: null }]
  if (/^0x[0-9a-f]{64}$/.test(term)) return findHash(db, term as `0x${string}`)
  return findNames(db, term)
}

async function findHash(db: Database, hash: `0x${string}`): Promise<Found[]> {
  const [call] = await db.select({ id: calls.callId }).from(calls).where(eq(calls.callId, hash))
  if (call !== undefined) return [{ kind: 'call', id: hash, name: null }]
  const [datanet] = await db
    .select({ id: datanets.datanetId, name: datanets.slug })
    .from(datanets)
    .leftJoin(versions, eq(versions.datanetId, datanets.datanetId))
    .where(or(eq(datanets.datanetId, hash), eq(versions.root, hash)))
    .limit(1)
  if (datanet !== undefined) return [{ kind: 'datanet', ...datanet }]
  const [model] = await db.select({ name: models.name }).from(models).where(eq(models.modelId, hash))
  if (model !== undefined) return [{ kind: 'model', id: model.name, name: model.name }]
  const [record] = await db.select({ id: records.commitment }).from(records).where(eq(records.commitment, hash))
  if (record !== undefined) return [{ kind: 'record', id: hash, name: null }]
  const [channel] = await db.select({ id: channels.payer }).from(channels).where(eq(channels.channelId, hash))
  if (channel !== undefined) return [{ kind: 'account', id: channel.id, name: null }]
  const [epoch] = await db
    .select({ number: epochs.number })
    .from(epochs)
    .where(or(eq(epochs.epochHash, hash), eq(epochs.dataCommitment, hash)))
  return epoch === undefined ? [] : [{ kind: 'epoch', id: epoch.number.toString(), name: null }]
}

async function findNames(db: Database, term: string): Promise<Found[]> {
  const beginning = `${term.replaceAll(/[\\%_]/g, '\\$&')}%`
  const named = await db
    .selectDistinct({ name: models.name })
    .from(models)
    .where(sql`lower(${models.name}) LIKE ${beginning}`)
    .orderBy(asc(models.name))
    .limit(NAMES_MAX)
  const slugs = await db
    .select({ id: datanets.datanetId, name: datanets.slug })
    .from(datanets)
    .where(like(datanets.slug, beginning))
    .orderBy(asc(datanets.slug))
    .limit(NAMES_MAX)
  const found: Found[] = [
    ...slugs.map((datanet) => ({ kind: 'datanet' as const, ...datanet })),
    ...named.map(({ name }) => ({ kind: 'model' as const, id: name, name })),
  ]
  const isWhole = ({ name }: Found) => name?.toLowerCase() === term
  return [...found.filter(isWhole), ...found.filter((one) => !isWhole(one))]
}
