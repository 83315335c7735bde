import type { Command } from '../command.ts'
import { endTraining } from '../operations/endTraining.ts'

export const command: Command = endTraining(
  'stop',
  'stop a training; what it has learnt up to its last checkpoint is kept',
  'A training that runs ends within seconds; training resume goes on with it.',
  (ledger, jobId) => ledger.stopTrainingJob(jobId),
)
