import type { Command } from '../command.ts'
import { endTraining } from '../operations/endTraining.ts'

export const command: Command = endTraining(
  'cancel',
  'end a training for good; its checkpoints are removed',
  'It cannot be resumed: training stop keeps what it has.',
  (ledger, jobId) => ledger.cancelTrainingJob(jobId),
)
