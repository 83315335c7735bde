import { getFile } from '@openledger/core/api/files.ts'
import { grantedVersions, rootOfFile, versionFile } from '../../files/grantedVersions.ts'
import { findFile, noFile, toApiFile } from '../../files/trainingFile.ts'
import { defineHandler } from '../../http/apiHandler.ts'

/** GET /v1/files/{id}: an own file, or a granted version. */
export const handler = defineHandler(getFile, async ({ account, params, deps }) => {
  const root = rootOfFile(params.id)
  if (root === undefined) return toApiFile(await findFile(deps, account, params.id))
  const [version] = await grantedVersions(deps, account, root)
  return version === undefined ? noFile(params.id) : versionFile(deps, version)
})
