import type { TrainingFile } from '@openledger/core/api/files.ts'
import type { Address, Hash32 } from '@openledger/core/api/primitives.ts'
import { datanets } from '@openledger/db/schema/datanets.ts'
import { grants } from '@openledger/db/schema/grants.ts'
import { records } from '@openledger/db/schema/records.ts'
import { versionRecords } from '@openledger/db/schema/versionRecords.ts'
import { versions } from '@openledger/db/schema/versions.ts'
import { and, desc, eq, gte, isNotNull, or, sql } from 'drizzle-orm'
import type { GatewayServices } from '../gatewayServices.ts'

/** A version that an account may train on: it owns the Datanet, or has a grant that holds. */
export type GrantedVersion = {
  readonly root: Hash32
  readonly datanetId: Hash32
  readonly slug: string
  readonly number: number
  readonly publishedAt: Date
  readonly isOwn: boolean
}

type Services = Pick<GatewayServices, 'db' | 'chain' | 'ledgerTime'>

/**
 * The versions that an account may train on now, newest first. The index says which may be, the chain which are: a grant
 * that was just taken back is none.
 *
 * @param root one version alone
 * @throws CHAIN_*
 */
export async function grantedVersions(services: Services, account: Address, root?: Hash32): Promise<GrantedVersion[]> {
  const { db, chain } = services
  const now_s = BigInt(await services.ledgerTime())
  const rows = await db
    .selectDistinct({
      root: versions.root,
      datanetId: versions.datanetId,
      slug: datanets.slug,
      owner: datanets.owner,
      number: versions.number,
      block: versions.blockNumber,
      publishedAt: versions.createdAt,
    })
    .from(versions)
    .innerJoin(datanets, eq(datanets.datanetId, versions.datanetId))
    .leftJoin(
      grants,
      and(eq(grants.datanetId, versions.datanetId), eq(grants.developer, account), gte(grants.expiry, now_s)),
    )
    .where(
      and(
        or(eq(datanets.owner, account), isNotNull(grants.grantId)),
        root === undefined ? undefined : eq(versions.root, root),
      ),
    )
    .orderBy(desc(versions.blockNumber), desc(versions.number), desc(versions.root))
  const granted = new Map<Hash32, Promise<boolean>>()
  const holds = async (datanetId: Hash32) => {
    const asked = granted.get(datanetId) ?? chain.grantExpiry(datanetId, account).then((expiry) => expiry >= now_s)
    granted.set(datanetId, asked)
    return asked
  }
  const checked = await Promise.all(
    rows.map(async (row) => ({
      ...row,
      isOwn: row.owner === account,
      may: row.owner === account || (await holds(row.datanetId)),
    })),
  )
  return checked.filter(({ may }) => may)
}

/** A version as a file: `file-` and its root; its bytes are what its question-and-answer records say, in characters. */
export async function versionFile(
  { db }: Pick<Services, 'db'>,
  { root, slug, number, publishedAt }: GrantedVersion,
): Promise<TrainingFile> {
  const [sum] = await db
    .select({ length: sql<string>`coalesce(sum(${records.length}), 0)` })
    .from(versionRecords)
    .innerJoin(records, eq(records.commitment, versionRecords.commitment))
    .where(and(eq(versionRecords.root, root), eq(records.kind, 'qa')))
  return {
    id: versionFileId(root),
    object: 'file',
    bytes: Number(sum?.length ?? 0),
    created_at: Math.floor(publishedAt.getTime() / 1000),
    filename: `${slug}-v${number}.jsonl`,
    purpose: 'fine-tune',
    status: 'processed',
  }
}

/** The file id that stands for a version. */
export const versionFileId = (root: Hash32): string => `file-${root.slice(2)}`

/** The version that a file id stands for; undefined for files that were uploaded. */
export function rootOfFile(id: string): Hash32 | undefined {
  const hex = /^file-([0-9a-f]{64})$/.exec(id)?.[1]
  return hex === undefined ? undefined : `0x${hex}`
}
