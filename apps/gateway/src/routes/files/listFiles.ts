import { listFiles } from '@openledger/core/api/files.ts'
import { grantedVersions, versionFile } from '../../files/grantedVersions.ts'
import { ownFiles } from '../../files/trainingFile.ts'
import { defineHandler } from '../../http/apiHandler.ts'

/** GET /v1/files: uploaded ones and granted versions, newest first. */
export const handler = defineHandler(listFiles, async ({ account, query, deps }) => {
  const { after, limit = 10_000, order = 'desc', purpose } = query
  const granted = await grantedVersions(deps, account)
  const versions = await Promise.all(granted.map(async (version) => versionFile(deps, version)))
  const all = [...(await ownFiles(deps, account)), ...versions]
    .filter((file) => purpose === undefined || file.purpose === purpose)
    .sort((a, b) => b.created_at - a.created_at || (a.id < b.id ? 1 : -1))
  if (order === 'asc') all.reverse()
  // Behind a file that is not there, there is nothing.
  const from = after === undefined ? 0 : all.findIndex(({ id }) => id === after) + 1 || all.length
  const data = all.slice(from, from + limit)
  return {
    object: 'list' as const,
    data,
    first_id: data[0]?.id ?? null,
    last_id: data.at(-1)?.id ?? null,
    has_more: from + limit < all.length,
  }
})
