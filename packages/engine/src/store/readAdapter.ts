import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { adapterIdSchema, type StoredAdapter, storedAdapterSchema } from '@openledger/core/api/adapters.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { storeErrors } from './errors.ts'
import { ORIGIN } from './origin.ts'

/**
 * What is known of an adapter; its files are not looked at (see verifyAdapter).
 * @param dir the store
 * @throws ADAPTER_NOT_FOUND, ADAPTER_DAMAGED
 */
export async function readAdapter(dir: string, id: string): Promise<StoredAdapter> {
  const text = adapterIdSchema.safeParse(id).success
    ? await readFile(join(dir, id, ORIGIN), 'utf8').catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return undefined
        throw damaged(id, 'cannot be read', error)
      })
    : undefined
  if (text === undefined) throw new OpenLedgerError(storeErrors.ADAPTER_NOT_FOUND, `The store has no adapter ${id}.`)
  try {
    const origin = storedAdapterSchema.parse(JSON.parse(text))
    if (origin.id === id) return origin
  } catch (cause) {
    throw damaged(id, 'has an origin.json that cannot be understood', cause)
  }
  throw damaged(id, 'has the origin.json of another')
}

/** The failure of an adapter that is not as it was kept. */
export function damaged(id: string, why: string, cause?: unknown): OpenLedgerError {
  return new OpenLedgerError(storeErrors.ADAPTER_DAMAGED, `The adapter ${id} ${why}.`, { cause })
}
