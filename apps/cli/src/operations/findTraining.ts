import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { OpenLedger } from '@openledger/sdk/index.ts'
import { z } from 'zod'
import { cliErrors } from '../errors.ts'

/** Of an account's own trainings the one of that id, or the newest of that name that has succeeded. @throws CLI_USAGE */
export async function findTraining(
  ledger: Pick<OpenLedger, 'listTrainingJobs'>,
  asked: string | undefined,
): Promise<string> {
  if (asked === undefined) throw new OpenLedgerError(cliErrors.CLI_USAGE, 'Name a training of yours, or give its id')
  if (z.uuid().safeParse(asked).success) return asked
  let after: string | undefined
  do {
    const page = { status: 'succeeded', limit: 100, ...(after === undefined ? {} : { after }) } as const
    const { data, next } = await ledger.listTrainingJobs(page)
    const found = data.find(({ own }) => own?.name === asked)
    if (found !== undefined) return found.jobId
    after = next ?? undefined
  } while (after !== undefined)
  throw new OpenLedgerError(cliErrors.CLI_USAGE, `No training of yours that is called ${asked} has succeeded`)
}
