import { connect, type Socket } from 'node:net'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { WorkerLogger } from '../workerLogger.ts'
import { trainerErrors } from './trainerErrors.ts'
import { type Trainer, type TrainerServer, trainerServer } from './trainerServer.ts'

/** How often a job is offered: a server may end just when it is asked. */
const TRIES = 3

/** A job that was handed to the trainer's server. */
export type OpenJob = {
  /** What the job's process writes; nothing more is sent. */
  readonly connection: Socket
  /** The last lines that the server and its jobs logged. */
  readonly log: TrainerServer['log']
}

/**
 * Hands a job to the trainer's server.
 * @param job JSON of the job
 * @throws TRAINER_NOT_STARTED, TRAINER_CRASHED
 */
export async function openJob(job: string, trainer: Trainer, logger: WorkerLogger): Promise<OpenJob> {
  let failure: unknown
  for (let tried = 0; tried < TRIES; tried++) {
    const server = await trainerServer(trainer, logger)
    try {
      const connection = await open(server.socket)
      connection.on('error', () => undefined) // what is cut off is reported by the line that is missing
      connection.end(job)
      return { connection, log: server.log }
    } catch (error) {
      failure = error
      await server.ended
    }
  }
  throw new OpenLedgerError(trainerErrors.TRAINER_CRASHED, 'The trainer’s server takes no job.', { cause: failure })
}

async function open(path: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ path, allowHalfOpen: true }, () => {
      socket.off('error', reject)
      resolve(socket)
    })
    socket.once('error', reject)
  })
}
