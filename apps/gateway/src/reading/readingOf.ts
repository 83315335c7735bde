import type { Reading } from '@openledger/core/api/access.ts'
import type { Address } from '@openledger/core/api/primitives.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { datanets } from '@openledger/db/schema/datanets.ts'
import { grants } from '@openledger/db/schema/grants.ts'
import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import type { GatewayServices } from '../gatewayServices.ts'
import { readingErrors } from './errors.ts'
import { visibilityOf } from './visibilityOf.ts'

/** Whether somebody may read all that a Datanet's records say. */
export type ReadingOf = {
  readonly account: Address | undefined
  readonly visibility: Reading['visibility']
  readonly right: 'public' | 'owner' | 'curator' | 'grant' | 'reviewer' | null
  /** Why there is no right. */
  readonly refusal: OpenLedgerError | undefined
}

type DatanetRow = typeof datanets.$inferSelect
const curatorsSchema = z.array(z.object({ account: z.string() }))

/**
 * Decides who reads: everybody where the owner opened the Datanet and its licence still allows it; else the owner, the
 * curators, and developers whose grant holds on chain at this moment.
 *
 * @throws CHAIN_* where the chain, which alone knows a grant, is out of reach
 */
export async function readingOf(
  services: Pick<GatewayServices, 'db' | 'chain' | 'ledgerTime'>,
  datanet: DatanetRow,
  account: Address | undefined,
): Promise<ReadingOf> {
  const { datanetId } = datanet
  const visibility = await visibilityOf(services.db, datanet)
  const may = (right: ReadingOf['right']): ReadingOf => ({ account, visibility, right, refusal: undefined })
  const mayNot = (name: keyof typeof readingErrors, what: string): ReadingOf => ({
    account,
    visibility,
    right: null,
    refusal: new OpenLedgerError(readingErrors[name], what, { details: { datanetId } }),
  })
  if (account === datanet.owner) return may('owner')
  if (visibility === 'public') return may('public')
  if (account === undefined) return mayNot('CONTENT_SIGN_IN', `What records of ${datanet.slug} say is private.`)
  if (curatorsSchema.parse(datanet.curators).some((curator) => curator.account === account)) return may('curator')
  const expiry = await services.chain.grantExpiry(datanetId, account)
  if (expiry >= BigInt(await services.ledgerTime())) return may('grant')
  const [grant] = await services.db
    .select({ grantId: grants.grantId })
    .from(grants)
    .where(and(eq(grants.datanetId, datanetId), eq(grants.developer, account)))
  return expiry > 0n || grant !== undefined
    ? mayNot('CONTENT_GRANT_ENDED', `The grant of ${account} from ${datanet.slug} has ended.`)
    : mayNot('CONTENT_NOT_GRANTED', `${account} has no grant from ${datanet.slug}.`)
}
