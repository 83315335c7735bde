import { exportModel } from '@openledger/core/api/publishing.ts'
import { defineHandler } from '../../http/apiHandler.ts'
import { exportAdapter } from '../../publishing/exportAdapter.ts'
import { findOwnTraining } from '../../publishing/findOwnTraining.ts'

/** GET /v1/training/jobs/{id}/export: the trained model as an archive that is written while it is sent. */
export const handler = defineHandler(exportModel, async ({ account, params, deps }) => {
  const training = await findOwnTraining(deps.db, params.id, account)
  const archive = await exportAdapter(deps, training)
  return new Response(ReadableStream.from(archive), {
    headers: {
      'content-type': 'application/zip',
      'content-disposition': `attachment; filename="${training.name.replaceAll(/[^\w.-]/g, '_')}-adapter.zip"`,
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
    },
  })
})
