import { uploadRecords } from '@openledger/core/api/contributions.ts'
import { parseUpload } from '../../contributions/parseUpload.ts'
import { findContribution, readContribution } from '../../contributions/readContribution.ts'
import { storeUpload } from '../../contributions/storeUpload.ts'
import { defineHandler } from '../../http/apiHandler.ts'

/** PUT /v1/contributions/{id}/records: the content behind the commitments; all lines are taken, or none. */
export const handler = defineHandler(
  uploadRecords,
  async ({ params, query, bytes, deps }) => {
    const contribution = await findContribution(deps.db, params.id)
    const parsed = await parseUpload(bytes, contribution, deps.chain.chainId)
    await storeUpload(deps, contribution, { ...parsed, licence: query.licence ?? '' })
    return readContribution(deps.db, params.id)
  },
  { bodyBytesMax: 64 * 1024 * 1024 },
)
