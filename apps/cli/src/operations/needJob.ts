import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { z } from 'zod'
import { cliErrors } from '../errors.ts'

/** A positional argument that is a job's id. @throws CLI_USAGE */
export function needJob(value: string | undefined): string {
  const id = z.uuid().safeParse(value)
  if (id.success) return id.data
  throw new OpenLedgerError(cliErrors.CLI_USAGE, 'give the id of a training, as training list shows it')
}
