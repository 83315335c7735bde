import { factOf, type ModelFacts, type VersionFacts } from '../epoch/epochFacts.ts'
import { fault } from '../epoch/fault.ts'
import { trainingFacts } from '../epoch/trainingFacts.ts'
import { coreErrors } from '../errors.ts'
import type { Hex32 } from '../primitives/hex.ts'
import type { Published } from './loadPublished.ts'

/**
 * Checks every published training manifest and log against its model, and that each trained model of
 * a call has its log published.
 * @returns uses by commitment, by modelId
 * @throws EPOCH_FACT_MISSING, EPOCH_FACT_CONFLICT, TRAINING_LOG_*, CORE_JSON_NOT_CANONICAL, CORE_INPUT_INVALID
 */
export function checkLogs(
  published: Pick<Published, 'leaves' | 'logs'>,
  models: ReadonlyMap<Hex32, ModelFacts>,
  versions: ReadonlyMap<Hex32, VersionFacts>,
): Map<Hex32, ReadonlyMap<Hex32, number>> {
  const trained = new Map<Hex32, ReadonlyMap<Hex32, number>>()
  for (const log of published.logs)
    trained.set(log.modelId, trainingFacts(factOf(models, log.modelId, 'the model'), log, versions))
  for (const [leaf, { receipt }] of published.leaves.receipts.entries()) {
    for (const { modelId } of receipt.components) {
      if (factOf(models, modelId, 'the model').trainingVersions.length === 0 || trained.has(modelId)) continue
      throw fault(coreErrors.EPOCH_FACT_MISSING, {
        file: 'receipts',
        leaf,
        field: 'log',
        expected: `the training log of ${modelId} in the manifest`,
        found: 'none',
      })
    }
  }
  return trained
}
