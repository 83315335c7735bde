import type { TrainingJob } from '@openledger/core/api/training.ts'
import type { OpenLedger } from '@openledger/sdk/index.ts'
import { type Command, EXIT } from '../command.ts'
import { needJob } from './needJob.ts'
import { needText } from './readArguments.ts'
import { openSession } from './session.ts'

/**
 * A command that changes the state of an own training.
 * @param does asks the gateway for it
 */
export function endTraining(
  word: 'stop' | 'resume' | 'cancel',
  summary: string,
  details: string,
  does: (ledger: OpenLedger, jobId: string) => Promise<TrainingJob>,
): Command {
  return {
    path: ['training', word],
    summary,
    usage: 'JOB --as DEVELOPER',
    options: { as: { type: 'string', help: 'the developer whose training it is' } },
    details,
    run: async ({ values, positionals, terminal, paths, json }) => {
      const jobId = needJob(positionals[0])
      const { ledger } = await (await openSession(paths)).actor(needText(values, 'as'))
      const job = await does(ledger, jobId)
      const { status, own } = job
      terminal.out(
        json ? JSON.stringify(job, null, 2) : `${status}${own?.asked == null ? '' : `, told to ${own.asked}`}`,
      )
      return EXIT.ok
    },
  }
}
