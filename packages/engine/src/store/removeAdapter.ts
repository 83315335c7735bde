import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { adapterIdSchema } from '@openledger/core/api/adapters.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { storeErrors } from './errors.ts'
import { INCOMING } from './incoming.ts'

/**
 * Removes an adapter from a store: at once for whoever looks, whole or damaged.
 * @throws ADAPTER_NOT_FOUND
 */
export async function removeAdapter(dir: string, id: string): Promise<void> {
  const missing = () => new OpenLedgerError(storeErrors.ADAPTER_NOT_FOUND, `The store has no adapter ${id}.`)
  if (!adapterIdSchema.safeParse(id).success) throw missing()
  const aside = join(dir, `${INCOMING}removed-${id}-${process.hrtime.bigint()}`)
  try {
    await rename(join(dir, id), aside)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw missing()
    throw error
  }
  await rm(aside, { recursive: true, force: true })
}
