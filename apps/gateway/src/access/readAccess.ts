import type { AccessEntry } from '@openledger/core/api/access.ts'
import type { Address, Hash32 } from '@openledger/core/api/primitives.ts'
import type { Database } from '@openledger/db/database.ts'
import { accessRequests } from '@openledger/db/schema/accessRequests.ts'
import { grants } from '@openledger/db/schema/grants.ts'
import { and, asc, eq } from 'drizzle-orm'
import { type KeptEvent, readEvents } from '../indexer/keepEvent.ts'

type Asked = Extract<KeptEvent, { name: 'AccessRequested' }>
type GrantRow = typeof grants.$inferSelect
type SaidRow = typeof accessRequests.$inferSelect

/**
 * Who asked for access and who has it: requests and grants as on chain, the developer's words where their hash is the one
 * that it asked with, and why a request was refused.
 *
 * @param only one developer's entry alone
 * @returns the newest first
 */
export async function readAccess(
  db: Database,
  datanetId: Hash32,
  now_s: number,
  only?: Address,
): Promise<AccessEntry[]> {
  const asked = new Map<Address, Asked>()
  for (const event of await readEvents(db, datanetId, ['AccessRequested'])) asked.set(event.args.developer, event)
  const granted = await db
    .select()
    .from(grants)
    .where(and(eq(grants.datanetId, datanetId), only && eq(grants.developer, only)))
    .orderBy(asc(grants.blockNumber))
  const said = await db
    .select()
    .from(accessRequests)
    .where(and(eq(accessRequests.datanetId, datanetId), only && eq(accessRequests.developer, only)))
  const developers = new Set([...granted.map(({ developer }) => developer), ...asked.keys()])
  return [...developers]
    .filter((developer) => only === undefined || developer === only)
    .map((developer) => ({
      developer,
      asked: asked.get(developer),
      grant: granted.find((row) => row.developer === developer),
      said: said.find((row) => row.developer === developer),
    }))
    .sort((a, b) => Number(newestBlock(b) - newestBlock(a)) || (a.developer < b.developer ? -1 : 1))
    .map((known) => toEntry(known, BigInt(now_s)))
}

type Known = {
  readonly developer: Address
  readonly asked: Asked | undefined
  readonly grant: GrantRow | undefined
  readonly said: SaidRow | undefined
}

function newestBlock({ asked, grant }: Known): bigint {
  const [a, b] = [asked?.blockNumber ?? 0n, grant?.blockNumber ?? 0n]
  return a > b ? a : b
}

function toEntry({ developer, asked, grant, said }: Known, now_s: bigint): AccessEntry {
  const isRefused = asked !== undefined && said?.refusedBlock === asked.blockNumber
  return {
    developer,
    state: stateOf(asked, grant, isRefused, now_s),
    words: said !== undefined && asked !== undefined && said.termsHash === asked.args.termsHash ? said.words : null,
    requested: asked === undefined ? null : { blockNumber: Number(asked.blockNumber), termsHash: asked.args.termsHash },
    refusal:
      isRefused && said?.refusal != null && said.refusedBy !== null && said.refusedAt !== null
        ? { reason: said.refusal, by: said.refusedBy, at: Math.floor(said.refusedAt.getTime() / 1000) }
        : null,
    grant:
      grant === undefined
        ? null
        : {
            expiry: Number(grant.expiry),
            termsHash: grant.termsHash,
            minDataShareBps: grant.minDataShareBps,
            minOutputPrice: grant.minOutputPrice.toString(),
            trainingFee: grant.trainingFee.toString(),
          },
  }
}

/** A grant that holds goes before everything; a request counts until the chain or a refusal has answered it. */
function stateOf(
  asked: Asked | undefined,
  grant: GrantRow | undefined,
  isRefused: boolean,
  now_s: bigint,
): AccessEntry['state'] {
  if (grant !== undefined && grant.expiry >= now_s) return 'granted'
  if (asked !== undefined && (grant === undefined || asked.blockNumber > grant.blockNumber))
    return isRefused ? 'refused' : 'asked'
  return grant?.expiry === 0n ? 'revoked' : 'expired'
}
