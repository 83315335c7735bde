import { datanetSchema } from '@openledger/core/api/datanets.ts'
import type { Address, Hash32 } from '@openledger/core/api/primitives.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { reviewErrors } from '@openledger/data/review/errors.ts'
import type { ReviewPeople } from '@openledger/data/review/review.ts'
import type { Database } from '@openledger/db/database.ts'
import { findDatanet } from '../contributions/findDatanet.ts'

/** Owner and curators of a Datanet, as the chain has them now. @throws DATANET_NOT_FOUND */
export async function peopleOf(db: Database, datanetId: Hash32): Promise<ReviewPeople> {
  const { owner, curators } = await findDatanet(db, datanetId)
  return { owner, curators: datanetSchema.shape.curators.parse(curators).map(({ account }) => account) }
}

/** The same, for the owner alone. @throws DATANET_NOT_FOUND, REVIEW_FORBIDDEN */
export async function requireOwner(db: Database, datanetId: Hash32, account: Address): Promise<ReviewPeople> {
  const people = await peopleOf(db, datanetId)
  if (account !== people.owner)
    throw new OpenLedgerError(reviewErrors.REVIEW_FORBIDDEN, `The owner of this Datanet is ${people.owner}.`)
  return people
}

/** The same, for owner and curators. @throws DATANET_NOT_FOUND, REVIEW_FORBIDDEN */
export async function requireDecider(db: Database, datanetId: Hash32, account: Address): Promise<ReviewPeople> {
  const people = await peopleOf(db, datanetId)
  if (account !== people.owner && !people.curators.includes(account))
    throw new OpenLedgerError(reviewErrors.REVIEW_FORBIDDEN, 'This is for the Datanet’s owner and curators.')
  return people
}
