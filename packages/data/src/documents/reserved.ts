import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { dataErrors } from '../errors.ts'

/** A file whose author has reserved it. @param by what says so in it, e.g. `cawg.ai_training` */
export function reserved(path: string, by: string): OpenLedgerError {
  return new OpenLedgerError(
    dataErrors.DATA_FILE_RESERVED,
    `${path} says that it must not be used for training (${by}).`,
    { details: { by } },
  )
}
