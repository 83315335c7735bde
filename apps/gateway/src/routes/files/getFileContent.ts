import { getFileContent } from '@openledger/core/api/files.ts'
import { findDatanet } from '../../contributions/findDatanet.ts'
import { grantedVersions, rootOfFile } from '../../files/grantedVersions.ts'
import { findFile, noFile, openFile } from '../../files/trainingFile.ts'
import { versionLines } from '../../files/versionLines.ts'
import { defineHandler } from '../../http/apiHandler.ts'
import { logRead } from '../../reading/logRead.ts'
import { readingOf } from '../../reading/readingOf.ts'
import { findVersion } from '../../versions/findVersion.ts'

/** GET /v1/files/{id}/content: an own file as it came, or what a granted version says; the owner is told of that reading. */
export const handler = defineHandler(getFileContent, async ({ account, params, deps }) => {
  const root = rootOfFile(params.id)
  const headers = {
    'content-type': 'application/jsonl',
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, no-store',
  }
  if (root === undefined)
    return new Response(new Uint8Array(openFile(deps, await findFile(deps, account, params.id))), { headers })
  const [version] = await grantedVersions(deps, account, root)
  if (version === undefined) return noFile(params.id)
  const { datanetId, number } = version
  const reading = await readingOf(deps, await findDatanet(deps.db, datanetId), account)
  if (reading.refusal !== undefined) throw reading.refusal
  const { count } = await findVersion(deps.db, datanetId, number)
  await logRead(deps.db, reading, { datanetId, kind: 'export', root, records: count, commitments: null })
  return new Response(ReadableStream.from(versionLines(deps, root)), { headers })
})
