import type { TrainingEstimate } from '@openledger/core/api/estimates.ts'
import type { TrainingConfig } from '@openledger/core/api/training.ts'
import type { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { trainerDefaults } from '@openledger/core/training/trainerDefaults.ts'
import type { VersionAccess } from './trainingAccess.ts'

/** Most that a training may take: the worker's limit (apps/worker/src/jobs/train.ts). */
const SECONDS_MAX = 6 * 3_600
/** From here on it is told that it takes long, and that memory is short. */
const SECONDS_LONG = 3_600
const MEMORY_TIGHT = 0.8

/** What a verdict is made from. */
export type FitFacts = Pick<
  TrainingEstimate,
  'records' | 'tokens' | 'longestTokens' | 'memoryBytes' | 'memoryAvailable' | 'seconds'
> & {
  readonly access: readonly VersionAccess[]
  readonly config: Pick<TrainingConfig, 'maxTokens' | 'maxTokensPerExample'>
  /** Tokens of the base's context, where known. */
  readonly context: number | undefined
  /** Why the choices would be refused. */
  readonly refused: OpenLedgerError | undefined
}

type Verdict = Pick<TrainingEstimate, 'verdict' | 'reasons'>
type Reason = TrainingEstimate['reasons'][number]

/** Whether a training fits, and what stands against it; missing access is a reason and no question of fit. */
export function judgeFit(facts: FitFacts): Verdict {
  const { records, tokens, longestTokens, memoryBytes, memoryAvailable, seconds, access, config, refused } = facts
  const against: Reason[] = []
  const tight: Reason[] = []
  const missing: Reason[] = []
  if (refused !== undefined) against.push({ code: refused.code, message: refused.message })
  for (const { version, number, mayTrain, feeDue } of access) {
    if (!mayTrain)
      missing.push({ code: 'TRAINING_NOT_GRANTED', message: `Version ${number} (${version}) needs a grant first.` })
    else if (feeDue !== '0')
      missing.push({
        code: 'TRAINING_FEE_UNPAID',
        message: `The training fee for version ${number} is to be paid first.`,
      })
  }
  if (records === 0 && missing.length === 0)
    against.push({ code: 'TRAIN_NO_RECORDS', message: 'What was chosen holds no question-and-answer records.' })
  const most = Math.min(config.maxTokensPerExample ?? trainerDefaults.maxTokensPerExample, facts.context ?? Infinity)
  if (longestTokens > most) {
    const message = `The longest record has ${longestTokens} tokens, ${most} are allowed.`
    against.push({ code: 'TRAINER_RECORD_TOO_LONG', message })
  }
  if (config.maxTokens !== undefined && tokens > config.maxTokens) {
    const message = `It would read ${tokens} tokens, ${config.maxTokens} are allowed.`
    against.push({ code: 'TRAIN_TOO_MANY_TOKENS', message })
  }
  if (memoryBytes !== null && memoryBytes > MEMORY_TIGHT * memoryAvailable) {
    const message = `It needs about ${gigabytes(memoryBytes)} of memory, ${gigabytes(memoryAvailable)} are free.`
    ;(memoryBytes > memoryAvailable ? against : tight).push({ code: null, message })
  }
  if (seconds > SECONDS_MAX) {
    const message = `It would take about ${hours(seconds)}, a training may take ${hours(SECONDS_MAX)}.`
    against.push({ code: 'WORKER_JOB_TIMEOUT', message })
  } else if (seconds > SECONDS_LONG) tight.push({ code: null, message: `It takes about ${hours(seconds)}.` })
  const verdict = against.length > 0 ? 'does-not-fit' : tight.length > 0 ? 'tight' : 'fits'
  return { verdict, reasons: [...against, ...tight, ...missing] }
}

const gigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`
const hours = (seconds: number) => `${(seconds / 3_600).toFixed(1)} hours`
