import { openUploaded as route } from '@openledger/core/api/uploads.ts'
import { readContribution } from '../../contributions/readContribution.ts'
import { defineHandler } from '../../http/apiHandler.ts'
import { findUpload } from '../../uploads/findUpload.ts'
import { forgetUpload } from '../../uploads/forgetUpload.ts'
import { openUploaded } from '../../uploads/openUploaded.ts'

/** PUT /v1/uploads/{uploadId}/contributions/{contributionId}: what was read opens what was committed. */
export const handler = defineHandler(route, async ({ account, params, body, deps }) => {
  const upload = await findUpload(deps.db, params.uploadId, account, deps.clock.now())
  await openUploaded(deps, upload, params.contributionId, body)
  if (body.last === true) await forgetUpload(deps, upload.id)
  return readContribution(deps.db, params.contributionId)
})
