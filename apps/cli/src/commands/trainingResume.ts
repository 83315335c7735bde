import type { Command } from '../command.ts'
import { endTraining } from '../operations/endTraining.ts'

export const command: Command = endTraining(
  'resume',
  'go on with a training that was stopped or has failed, from its last checkpoint',
  'On the same kind of machine the adapter becomes the very one that an unbroken training gives.',
  (ledger, jobId) => ledger.resumeTrainingJob(jobId),
)
