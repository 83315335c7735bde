import type { Address } from '@openledger/core/api/primitives.ts'
import type { CreateTrainingJobRequest } from '@openledger/core/api/training.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { gatewayErrors } from '../errors.ts'
import type { GatewayServices } from '../gatewayServices.ts'
import { findOwnJob } from './findOwnJob.ts'

/**
 * Asserts that a training's choices are such as this node can do, whoever asks.
 * @throws TRAINING_BASE_NOT_HERE, TRAINING_SELECTION_FOREIGN, JOB_NOT_FOUND, AUTH_FORBIDDEN
 */
export async function assertChoices(
  { db, models }: Pick<GatewayServices, 'db' | 'models'>,
  developer: Address,
  { base, versions, selection = [], copyOf }: CreateTrainingJobRequest,
): Promise<void> {
  const refuse = (name: keyof typeof gatewayErrors, message: string, param: string): never => {
    throw new OpenLedgerError(gatewayErrors[name], message, { details: { param } })
  }
  if (base !== undefined && base !== models.base.id)
    refuse('TRAINING_BASE_NOT_HERE', `This node trains ${models.base.id}, not ${base}.`, 'base')
  for (const [place, { version }] of selection.entries()) {
    const param = `selection.${place}.version`
    if (!versions.includes(version))
      refuse('TRAINING_SELECTION_FOREIGN', `The version ${version} is not among the training’s.`, param)
    if (selection.findIndex((other) => other.version === version) !== place)
      refuse('TRAINING_SELECTION_FOREIGN', `The version ${version} is chosen from twice.`, param)
  }
  if (copyOf !== undefined) await findOwnJob(db, developer, copyOf, 'train')
}
