import type { Address, Hash32 } from '@openledger/core/api/primitives.ts'
import type { PublishingTerms, VersionTerms } from '@openledger/core/api/publishing.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { leastTerms } from '@openledger/core/publishing/leastTerms.ts'
import { datanets } from '@openledger/db/schema/datanets.ts'
import { grants } from '@openledger/db/schema/grants.ts'
import { versions } from '@openledger/db/schema/versions.ts'
import { and, asc, eq, gte, inArray, or } from 'drizzle-orm'
import { gatewayErrors } from '../errors.ts'
import type { GatewayServices } from '../gatewayServices.ts'

/**
 * What versions ask of a model of this account, and what they ask together: each grant's least data share and least
 * price hold, so the greatest of them do. The contract asks the same again when the model is registered.
 *
 * @param roots named versions; without them all that the account may use now
 * @throws VERSION_NOT_FOUND
 */
export async function readTerms(
  services: Pick<GatewayServices, 'db' | 'ledgerTime'>,
  account: Address,
  roots: readonly Hash32[] | undefined,
): Promise<PublishingTerms> {
  const { db } = services
  const now_s = BigInt(await services.ledgerTime())
  const mine = and(eq(grants.datanetId, versions.datanetId), eq(grants.developer, account))
  const rows = await db
    .select({ version: versions, slug: datanets.slug, owner: datanets.owner, licence: datanets.licence, grant: grants })
    .from(versions)
    .innerJoin(datanets, eq(datanets.datanetId, versions.datanetId))
    .leftJoin(grants, mine)
    .where(
      roots === undefined
        ? or(eq(datanets.owner, account), gte(grants.expiry, now_s))
        : inArray(versions.root, [...roots]),
    )
    .orderBy(asc(datanets.slug), asc(versions.number))
  const unknown = roots?.find((root) => !rows.some(({ version }) => version.root === root))
  if (unknown !== undefined)
    throw new OpenLedgerError(gatewayErrors.VERSION_NOT_FOUND, `No version with the root ${unknown} is on chain.`)
  const data = rows.map(({ version, slug, owner, licence, grant }): VersionTerms => {
    const { root, datanetId, number, count } = version
    const by = owner === account ? 'owner' : grant !== null && grant.expiry >= now_s ? 'grant' : 'none'
    const asks = by === 'owner' ? null : grant
    return {
      ...{ root, datanetId, slug, number, count, licence, by },
      expiry: asks === null ? null : Number(asks.expiry),
      minDataShareBps: asks?.minDataShareBps ?? 0,
      minOutputPrice: (asks?.minOutputPrice ?? 0n).toString(),
    }
  })
  return { data, ...leastTerms(data) }
}
