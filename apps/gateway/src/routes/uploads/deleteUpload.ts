import { deleteUpload } from '@openledger/core/api/uploads.ts'
import { defineHandler } from '../../http/apiHandler.ts'
import { findUpload } from '../../uploads/findUpload.ts'
import { forgetUpload } from '../../uploads/forgetUpload.ts'

/** DELETE /v1/uploads/{uploadId}: forgets the file and what was read in it; opened records stay. */
export const handler = defineHandler(deleteUpload, async ({ account, params, deps }) => {
  const { id } = await findUpload(deps.db, params.uploadId, account, deps.clock.now())
  await forgetUpload(deps, id)
  return { deleted: true as const }
})
