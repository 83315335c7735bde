import { putUploadPart, uploadPartBytes } from '@openledger/core/api/uploads.ts'
import { defineHandler } from '../../http/apiHandler.ts'
import { findUpload, toApiUpload } from '../../uploads/findUpload.ts'
import { storePart } from '../../uploads/storePart.ts'

/** PUT /v1/uploads/{uploadId}/parts/{part}: one part of the file. */
export const handler = defineHandler(
  putUploadPart,
  async ({ account, params, bytes, deps }) => {
    const upload = await findUpload(deps.db, params.uploadId, account, deps.clock.now())
    await storePart(deps, upload, params.part, bytes)
    return toApiUpload(deps.db, upload)
  },
  { bodyBytesMax: uploadPartBytes },
)
