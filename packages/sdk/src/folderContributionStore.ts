import { randomUUID } from 'node:crypto'
import { mkdir, open, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { ContributionStore } from './contributionStore.ts'
import { sdkErrors } from './errors.ts'
import { preparedContributionSchema } from './prepareContribution.ts'

/**
 * Keeps prepared contributions as files that only their owner may read, one a batch, written whole or not at all.
 * For Node; an app in a browser gives a store of its own.
 * @param folder made when it is missing
 */
export function folderContributionStore(folder: string): ContributionStore {
  const pathOf = (batchKey: string) => join(folder, `${batchKey}.json`)
  return {
    async get(batchKey) {
      let text: string
      try {
        text = await readFile(pathOf(batchKey), 'utf8')
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
        throw error
      }
      try {
        return preparedContributionSchema.parse(JSON.parse(text))
      } catch (cause) {
        const path = pathOf(batchKey)
        throw new OpenLedgerError(sdkErrors.SDK_CONTRIBUTION_LOST, `${path} holds no prepared contribution.`, { cause })
      }
    },
    async put(batchKey, prepared) {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const draft = `${pathOf(batchKey)}.${randomUUID()}.tmp`
      const file = await open(draft, 'w', 0o600)
      try {
        await file.writeFile(JSON.stringify(prepared))
        await file.sync()
      } finally {
        await file.close()
      }
      await rename(draft, pathOf(batchKey))
    },
  }
}
