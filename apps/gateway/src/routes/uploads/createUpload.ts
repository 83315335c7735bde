import { createUpload } from '@openledger/core/api/uploads.ts'
import { defineHandler } from '../../http/apiHandler.ts'
import { announceUpload } from '../../uploads/announceUpload.ts'
import { toApiUpload } from '../../uploads/findUpload.ts'

/** POST /v1/uploads: a file is to come; or it came in part before. */
export const handler = defineHandler(createUpload, async ({ account, body, deps }) =>
  toApiUpload(deps.db, await announceUpload(deps, account, body)),
)
