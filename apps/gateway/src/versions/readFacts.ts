import { ZERO_HEX32 } from '@openledger/core/primitives/hex.ts'
import type { VersionFacts } from '@openledger/data/card/versionFacts.ts'
import { chainEvents } from '@openledger/db/schema/chainEvents.ts'
import { contributions } from '@openledger/db/schema/contributions.ts'
import type { datanets } from '@openledger/db/schema/datanets.ts'
import { records } from '@openledger/db/schema/records.ts'
import { versionRecords } from '@openledger/db/schema/versionRecords.ts'
import { and, asc, countDistinct, eq, inArray, max, min, sql } from 'drizzle-orm'
import type { GatewayServices } from '../gatewayServices.ts'
import { readingOf } from '../reading/readingOf.ts'
import { changeCountsSchema, countChanges } from './countChanges.ts'
import type { VersionRow } from './findVersion.ts'
import { keptFacts } from './keptFacts.ts'
import { keptHistograms } from './keptHistograms.ts'

/** Contributions that a description names. */
const CONTRIBUTIONS = 100

/** All that is known of a version, for its card and its Croissant description. */
export async function readFacts(
  services: GatewayServices,
  datanet: typeof datanets.$inferSelect,
  version: VersionRow,
): Promise<VersionFacts> {
  const { db, chain, clock } = services
  const { root } = version
  const now_ms = clock.now()
  const kept = { root, now_ms, maxAge_ms: 600_000 }
  const spread = await keptHistograms(db, root, { now_ms })
  const changes = await keptFacts(db, {
    ...kept,
    name: 'changes',
    schema: changeCountsSchema,
    count: () => countChanges(db, { from: version.previousRoot, to: root }),
  })
  const inVersion = and(eq(versionRecords.root, root), eq(records.commitment, versionRecords.commitment))
  const [sums] = await db
    .select({
      withdrawn: sql<number>`count(*) FILTER (WHERE ${records.revoked})`.mapWith(Number),
      contributions: countDistinct(records.contributionId),
    })
    .from(versionRecords)
    .innerJoin(records, inVersion)
    .where(eq(versionRecords.root, root))
  const named = await db
    .selectDistinct({
      contributionId: contributions.contributionId,
      contributor: contributions.contributor,
      blockNumber: contributions.blockNumber,
    })
    .from(versionRecords)
    .innerJoin(records, inVersion)
    .innerJoin(contributions, eq(contributions.contributionId, records.contributionId))
    .where(eq(versionRecords.root, root))
    .orderBy(asc(contributions.blockNumber), asc(contributions.contributionId))
    .limit(CONTRIBUTIONS)
  const [time] = await db
    .select({ from: min(contributions.createdAt), to: max(contributions.createdAt) })
    .from(contributions)
    .where(eq(contributions.datanetId, datanet.datanetId))
  const hashes = await transactionHashes(services, [version.datanetId, ...named.map((one) => one.contributionId)])
  const { visibility } = await readingOf(services, datanet, undefined)
  return {
    datanetId: datanet.datanetId,
    slug: datanet.slug,
    number: version.number,
    root,
    dataHash: version.dataHash,
    count: version.count,
    gatewayUrl: services.origins()[0] ?? '',
    chainId: chain.chainId,
    registry: chain.addresses.datanetRegistry,
    owner: datanet.owner,
    licence: datanet.licence,
    visibility,
    previousRoot: version.previousRoot === ZERO_HEX32 ? null : version.previousRoot,
    blockNumber: Number(version.blockNumber),
    transactionHash: hashes.get(root) ?? null,
    publishedAt: version.createdAt.toISOString(),
    contributedFrom: (time?.from ?? version.createdAt).toISOString(),
    contributedTo: (time?.to ?? version.createdAt).toISOString(),
    kinds: spread.kind,
    contributors: spread.contributor,
    added: changes.added,
    removed: Object.values(changes.removed).reduce((sum, count) => sum + count, 0),
    withdrawn: sums?.withdrawn ?? 0,
    marked: spread.verdict.find(({ value }) => value === 'mark')?.count ?? 0,
    contributions: named.map(({ blockNumber, ...one }) => ({
      ...one,
      blockNumber: blockNumber === null ? null : Number(blockNumber),
      transactionHash: hashes.get(one.contributionId) ?? null,
    })),
    contributionCount: sums?.contributions ?? 0,
  }
}

/** Transactions by the version root or contribution that they brought on chain. */
async function transactionHashes({ db }: GatewayServices, subjects: readonly `0x${string}`[]) {
  const rows = await db
    .select({
      key: sql<string>`coalesce(${chainEvents.args}->>'contributionId', ${chainEvents.args}->>'root')`,
      transactionHash: chainEvents.transactionHash,
    })
    .from(chainEvents)
    .where(
      and(
        inArray(chainEvents.subject, [...subjects]),
        inArray(chainEvents.name, ['VersionPublished', 'ContributionRegistered']),
      ),
    )
  return new Map(rows.map(({ key, transactionHash }) => [key, transactionHash]))
}
