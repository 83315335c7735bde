import { jobStatusSchema } from '@openledger/core/api/jobs.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { type Command, EXIT } from '../command.ts'
import { cliErrors } from '../errors.ts'
import { needText } from '../operations/readArguments.ts'
import { openSession } from '../operations/session.ts'
import { showList } from '../operations/showList.ts'

export const command: Command = {
  path: ['training', 'list'],
  summary: 'a developer’s trainings, newest first',
  usage: '--as DEVELOPER [--status STATUS]',
  options: {
    as: { type: 'string', help: 'the developer' },
    status: { type: 'string', help: jobStatusSchema.options.join(', ') },
  },
  run: async ({ values, terminal, paths, json }) => {
    const as = needText(values, 'as')
    const status = jobStatusSchema.optional().safeParse(values['status'])
    if (!status.success)
      throw new OpenLedgerError(cliErrors.CLI_USAGE, `--status takes ${jobStatusSchema.options.join(', ')}`)
    const { ledger } = await (await openSession(paths)).actor(as)
    const { data } = await ledger.listTrainingJobs({ limit: 100, ...(status.data && { status: status.data }) })
    showList({ terminal, json }, data, {
      columns: [
        { heading: 'training' },
        { heading: 'name' },
        { heading: 'state' },
        { heading: 'step', align: 'right' },
        { heading: 'loss', align: 'right' },
      ],
      row: ({ jobId, status: state, own, error }) => [
        jobId,
        own?.name ?? '',
        error === null ? state : `${state}: ${error.code}`,
        own?.progress == null ? '' : `${own.progress.step}/${own.progress.steps}`,
        own?.progress?.loss.toFixed(3) ?? '',
      ],
      none: 'no trainings',
    })
    return EXIT.ok
  },
}
