import type { Hash32 } from '@openledger/core/api/primitives.ts'
import type { DataStore } from '@openledger/core/data/dataStore.ts'
import { parseVersionData, versionRoot } from '@openledger/core/data/versionData.ts'
import type { Database } from '@openledger/db/database.ts'
import { datanets } from '@openledger/db/schema/datanets.ts'
import { records } from '@openledger/db/schema/records.ts'
import { versionRecords } from '@openledger/db/schema/versionRecords.ts'
import { versions } from '@openledger/db/schema/versions.ts'
import { eq, sql } from 'drizzle-orm'
import { storeVersionRecords } from '../contributions/storeVersionRecords.ts'
import { keptHistograms } from '../versions/keptHistograms.ts'
import { applyContribution } from './applyContribution.ts'
import { applyDatanetChange } from './applyDatanetChange.ts'
import { applyGrantEvent } from './applyGrantEvent.ts'
import type { IndexerDeps } from './indexerDeps.ts'
import type { KeptEvent } from './keepEvent.ts'

/** Takes the events of the DatanetRegistry into their tables; others are left alone. */
export async function applyDatanetEvent(
  db: Database,
  event: KeptEvent,
  { dataStore, contents }: IndexerDeps,
): Promise<void> {
  const { blockNumber } = event
  switch (event.name) {
    case 'DatanetCreated': {
      const { datanetId, owner, slug, treasury, curatorRateBps } = event.args
      await db
        .insert(datanets)
        .values({ datanetId, owner, slug, treasury, rateBps: curatorRateBps, blockNumber })
        .onConflictDoNothing()
      return
    }
    case 'VersionPublished': {
      const { number, ...version } = event.args
      await db
        .insert(versions)
        .values({ ...version, number: Number(number), blockNumber })
        .onConflictDoNothing()
      await takeInRecords(db, version.root, version.dataHash, dataStore)
      // The embedded database counts nothing by itself, and the viewer's queries are planned by what is counted.
      await db.execute(sql`ANALYZE ${records}, ${versionRecords}`)
      // Counted now, a large version is not counted while its first reader waits.
      await keptHistograms(db, version.root, { now_ms: Date.now() })
      return
    }
    case 'ContributionRegistered':
      return applyContribution(db, contents, event)
    case 'AccessGranted':
    case 'AccessRevoked':
      return applyGrantEvent(db, event)
    default:
      return applyDatanetChange(db, event)
  }
}

/** A version that an owner put together without our draft: its records are in its leaf file, if that is here. */
async function takeInRecords(db: Database, root: Hash32, dataHash: Hash32, dataStore: DataStore): Promise<void> {
  if ((await db.$count(versionRecords, eq(versionRecords.root, root))) > 0) return
  const bytes = await dataStore.get(dataHash).catch(() => undefined)
  if (bytes === undefined) return
  try {
    const leaves = parseVersionData(bytes)
    if (versionRoot(leaves) === root) await storeVersionRecords(db, root, leaves)
  } catch {
    // Whatever lies there is no list of records: the version stays without content here.
  }
}
