import { getDidDocument } from '@openledger/core/api/accounts.ts'
import { didDocument } from '@openledger/core/identity/didDocument.ts'
import { defineHandler } from '../../http/apiHandler.ts'

/** GET /v1/accounts/{address}/did.json: derived from the address; nothing is looked up. */
export const handler = defineHandler(getDidDocument, async ({ params, deps }) =>
  didDocument(deps.chain.chainId, params.address),
)
