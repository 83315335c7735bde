import { constants, createWriteStream } from 'node:fs'
import { access, lstat, open } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { countBytes } from '../countBytes.ts'
import { storeErrors } from '../errors.ts'
import type { FileReader } from './takeFiles.ts'

/**
 * Reads a folder of this machine. Links are not followed: a folder that came from elsewhere could show any file.
 * @throws ADAPTER_SOURCE_NOT_FOUND, ADAPTER_SOURCE_INVALID for links and what is no plain file, ADAPTER_TOO_LARGE
 */
export async function folderReader(folder: string, signal: AbortSignal): Promise<FileReader> {
  await access(folder).catch((cause: unknown) => {
    throw new OpenLedgerError(storeErrors.ADAPTER_SOURCE_NOT_FOUND, `The folder ${folder} cannot be read.`, { cause })
  })
  const exists = (name: string) => lstat(join(folder, name)).then(Boolean, () => false)
  return {
    has: exists,
    read: async (name, path, bytesMax) => {
      if (!(await exists(name))) return false
      const handle = await open(
        join(folder, name),
        constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK,
      ).catch((cause: unknown) => {
        throw notPlain(name, cause)
      })
      try {
        if (!(await handle.stat()).isFile()) throw notPlain(name)
        const excess = () =>
          new OpenLedgerError(storeErrors.ADAPTER_TOO_LARGE, `${name} has more than ${bytesMax} bytes.`)
        const body = handle.createReadStream({ autoClose: false })
        await pipeline(body, countBytes(excess, bytesMax).counter, createWriteStream(path, { flags: 'wx' }), { signal })
        return true
      } finally {
        await handle.close()
      }
    },
  }
}

function notPlain(name: string, cause?: unknown): OpenLedgerError {
  const message = `${name} is a link, or no file that can be read; copy the folder with its links followed (cp -rL).`
  return new OpenLedgerError(storeErrors.ADAPTER_SOURCE_INVALID, message, { cause })
}
