import { getAccountProfile } from '@openledger/core/api/accountProfile.ts'
import { readProfile } from '../../accounts/readProfile.ts'
import { defineHandler } from '../../http/apiHandler.ts'

/** GET /v1/accounts/{address}/profile: what an account did and has; all of it is on chain or published. */
export const handler = defineHandler(getAccountProfile, ({ params, deps }) => readProfile(deps, params.address))
