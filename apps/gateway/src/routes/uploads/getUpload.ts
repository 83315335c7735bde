import { getUpload } from '@openledger/core/api/uploads.ts'
import { defineHandler } from '../../http/apiHandler.ts'
import { findUpload, toApiUpload } from '../../uploads/findUpload.ts'

/** GET /v1/uploads/{uploadId}: which parts are here, and how far its reading is. */
export const handler = defineHandler(getUpload, async ({ account, params, deps }) =>
  toApiUpload(deps.db, await findUpload(deps.db, params.uploadId, account, deps.clock.now())),
)
