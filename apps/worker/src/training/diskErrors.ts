import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { trainerErrors } from '../trainer/trainerErrors.ts'

/** No space, no quota, or a file that may not grow further. */
const full = new Set(['ENOSPC', 'EDQUOT', 'EFBIG'])

/** Does what writes files. @throws TRAINER_DISK_FULL for what the system says of a full disk */
export async function codedDiskErrors<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (cause) {
    const { code, path } = cause as NodeJS.ErrnoException
    if (code === undefined || !full.has(code)) throw cause
    throw new OpenLedgerError(trainerErrors.TRAINER_DISK_FULL, `${path ?? 'A file'} could not be written: ${code}.`, {
      cause,
    })
  }
}
