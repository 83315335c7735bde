import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { WorkerLogger } from '../workerLogger.ts'
import { trainerErrors } from './trainerErrors.ts'

/** python: interpreter with the trainer's packages; folder: holds the package openledger_trainer. */
export type Trainer = { readonly python: string; readonly folder: string }

/** A process that has PyTorch loaded and runs each job in a child of its own. */
export type TrainerServer = {
  /** Unix socket that takes jobs. */
  readonly socket: string
  /** The last lines that it and its jobs logged. */
  readonly log: readonly string[]
  /** Resolves when it has ended. */
  readonly ended: Promise<unknown>
}

const LOG_LINES_KEPT = 20
const servers = new Map<string, Promise<TrainerServer>>()

/**
 * The trainer's server of this process: started when the first job needs it, again when it has ended. It ends with this
 * process, or when no job came for ten minutes.
 *
 * @throws TRAINER_NOT_STARTED, TRAINER_CRASHED when it ends before it is ready
 */
export async function trainerServer(trainer: Trainer, logger: WorkerLogger): Promise<TrainerServer> {
  const key = `${trainer.python}\n${trainer.folder}`
  const known = servers.get(key)
  if (known !== undefined) return known
  const forget = () => servers.delete(key)
  const starting = startServer(trainer, logger, forget)
  servers.set(key, starting)
  starting.catch(forget)
  return starting
}

async function startServer(trainer: Trainer, logger: WorkerLogger, onEnd: () => void): Promise<TrainerServer> {
  const folder = await mkdtemp(join(tmpdir(), 'openledger-trainer-'))
  const socket = join(folder, 'jobs')
  const child = spawn(trainer.python, ['-m', 'openledger_trainer.serve', socket], {
    cwd: trainer.folder,
    env: { ...process.env, PYTHONUNBUFFERED: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>
  const gone = ended
    .catch(() => undefined)
    .then(() => {
      onEnd()
      return rm(folder, { recursive: true, force: true })
    })
  const log: string[] = []
  createInterface({ input: child.stderr }).on('line', (line) => {
    log.push(line)
    if (log.length > LOG_LINES_KEPT) log.shift()
    logger.debug({ line }, 'trainer.log')
  })
  const ready = once(createInterface({ input: child.stdout }), 'line').then(() => undefined)
  const early = await Promise.race([ready, ended]).catch((cause: unknown) => {
    throw new OpenLedgerError(trainerErrors.TRAINER_NOT_STARTED, `${trainer.python} could not be started.`, { cause })
  })
  if (early !== undefined) {
    const [code, killedBy] = early
    logger.error({ code, killedBy, log }, 'trainer.crashed')
    const how = killedBy ? `was ended by ${killedBy}` : `ended with status ${code}`
    throw new OpenLedgerError(trainerErrors.TRAINER_CRASHED, `The trainer process ${how} before it took a job.`)
  }
  letGo(child)
  return { socket, log, ended: gone }
}

/** It doesn't keep this process: it watches its parent. */
function letGo(child: ChildProcess): void {
  child.unref()
  for (const stream of [child.stdout, child.stderr]) {
    if (stream !== null && 'unref' in stream && typeof stream.unref === 'function') stream.unref()
  }
}
