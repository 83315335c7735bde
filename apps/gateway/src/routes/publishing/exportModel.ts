import { exportModel } from '@openledger/core/api/publishing.ts'
import { defineHandler } from '../../http/apiHandler.ts'
import { findOwnJob } from '../../jobs/findOwnJob.ts'
import { exportArchive } from '../../publishing/exportArchive.ts'

/** GET /v1/training/jobs/{id}/export: the trained model as an archive that is written while it is sent. */
export const handler = defineHandler(exportModel, async ({ account, params, query, deps }) => {
  const training = await findOwnJob(deps.db, account, params.id, 'train')
  const archive = await exportArchive(deps, training, query.format)
  const name = `${training.name.replaceAll(/[^\w.-]/g, '_')}-${query.format}.zip`
  return new Response(ReadableStream.from(archive), {
    headers: {
      'content-type': 'application/zip',
      'content-disposition': `attachment; filename="${name}"`,
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
    },
  })
})
