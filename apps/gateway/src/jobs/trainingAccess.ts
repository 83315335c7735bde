import type { TrainingAccess } from '@openledger/core/api/estimates.ts'
import type { Address, Hash32 } from '@openledger/core/api/primitives.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { datanets } from '@openledger/db/schema/datanets.ts'
import { versions } from '@openledger/db/schema/versions.ts'
import { eq, inArray } from 'drizzle-orm'
import { readAccess } from '../access/readAccess.ts'
import { gatewayErrors } from '../errors.ts'
import type { GatewayServices } from '../gatewayServices.ts'

/** A version that a training names, and how the developer's access to it stands. */
export type VersionAccess = Omit<TrainingAccess, 'taken'> & { readonly mayTrain: boolean }

/**
 * How a developer stands with versions: as the chain has it at this moment where that decides, and as the Datanet's
 * requests have it where there is no grant.
 *
 * @returns in the order of `roots`, each once
 * @throws VERSION_NOT_FOUND, CHAIN_*
 */
export async function trainingAccess(
  services: Pick<GatewayServices, 'db' | 'chain' | 'ledgerTime'>,
  developer: Address,
  roots: readonly Hash32[],
): Promise<VersionAccess[]> {
  const { db, chain } = services
  const known = await db
    .select({
      version: versions.root,
      datanetId: versions.datanetId,
      number: versions.number,
      records: versions.count,
      owner: datanets.owner,
    })
    .from(versions)
    .innerJoin(datanets, eq(datanets.datanetId, versions.datanetId))
    .where(inArray(versions.root, [...roots]))
  const now_s = await services.ledgerTime()
  return Promise.all(
    [...new Set(roots)].map(async (root) => {
      const row = known.find(({ version }) => version === root)
      if (row === undefined)
        throw new OpenLedgerError(gatewayErrors.VERSION_NOT_FOUND, `No version with the root ${root} is on chain.`)
      const { owner, ...facts } = row
      if (owner === developer) return { ...facts, access: 'own' as const, grant: null, feeDue: '0', mayTrain: true }
      const [entry] = await readAccess(db, facts.datanetId, now_s, developer)
      const mayTrain = (await chain.grantExpiry(facts.datanetId, developer)) >= BigInt(now_s)
      const isPaid = !mayTrain || (await chain.isTrainingPaid(root, facts.datanetId, developer))
      const grant = entry?.grant ?? null
      return {
        ...facts,
        access: mayTrain ? ('granted' as const) : (entry?.state ?? ('none' as const)),
        grant: grant && {
          expiry: grant.expiry,
          minDataShareBps: grant.minDataShareBps,
          minOutputPrice: grant.minOutputPrice,
        },
        feeDue: isPaid ? '0' : (grant?.trainingFee ?? '0'),
        mayTrain,
      }
    }),
  )
}
