import { completeUpload as route } from '@openledger/core/api/uploads.ts'
import { defineHandler } from '../../http/apiHandler.ts'
import { completeUpload } from '../../uploads/completeUpload.ts'
import { findUpload, toApiUpload } from '../../uploads/findUpload.ts'

/** POST /v1/uploads/{uploadId}/complete: all parts are here; the file is read from now on. */
export const handler = defineHandler(route, async ({ account, params, deps }) => {
  const find = () => findUpload(deps.db, params.uploadId, account, deps.clock.now())
  await completeUpload(deps, await find())
  return toApiUpload(deps.db, await find())
})
