import { deleteFile } from '@openledger/core/api/files.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { trainingFiles } from '@openledger/db/schema/trainingFiles.ts'
import { and, eq } from 'drizzle-orm'
import { fileErrors } from '../../files/errors.ts'
import { grantedVersions, rootOfFile } from '../../files/grantedVersions.ts'
import { noFile } from '../../files/trainingFile.ts'
import { defineHandler } from '../../http/apiHandler.ts'

/** DELETE /v1/files/{id}: an own uploaded file; of two at once the second finds none. */
export const handler = defineHandler(deleteFile, async ({ account, params, deps }) => {
  const { id } = params
  const root = rootOfFile(id)
  if (root !== undefined && (await grantedVersions(deps, account, root)).length > 0)
    throw new OpenLedgerError(fileErrors.FILE_IS_A_VERSION, `${id} is a version of a Datanet.`)
  const removed = await deps.db
    .delete(trainingFiles)
    .where(and(eq(trainingFiles.id, id), eq(trainingFiles.account, account)))
    .returning({ id: trainingFiles.id })
  if (removed.length === 0) return noFile(id)
  return { id, object: 'file' as const, deleted: true as const }
})
