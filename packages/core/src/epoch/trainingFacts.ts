import { OpenLedgerError } from '../errors/openLedgerError.ts'
import { coreErrors } from '../errors.ts'
import type { Hex32 } from '../primitives/hex.ts'
import { parseTrainingManifest, trainingManifestHash } from '../training/manifest.ts'
import { logRoot, parseTrainingLog, trainedRecords } from '../training/trainingLog.ts'
import type { ChainModel } from '../verify/chainReader.ts'
import type { VersionFacts } from './epochFacts.ts'
import { fault } from './fault.ts'

/** Gives what a shared parser complains about the place where it was found. */
function atFile<T>(file: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    const known = OpenLedgerError.find(error)
    if (known === undefined || known.details['file'] !== undefined) throw error
    const line = known.details['line']
    throw new OpenLedgerError(known, known.message, {
      cause: error,
      details: {
        file,
        leaf: line === undefined ? '' : `line ${String(line)}`,
        field: 'content',
        expected: 'what the trainer wrote',
        found: known.message,
      },
    })
  }
}

/**
 * Checks a model's published manifest and training log against what is registered on chain.
 * @param versions by root, at least the model's training versions
 * @returns uses of each record, by commitment
 * @throws EPOCH_FACT_CONFLICT, TRAINING_LOG_MALFORMED, TRAINING_LOG_BROKEN, CORE_JSON_NOT_CANONICAL, CORE_INPUT_INVALID
 */
export function trainingFacts(
  model: ChainModel,
  published: { readonly manifest: Uint8Array; readonly log: Uint8Array },
  versions: ReadonlyMap<Hex32, VersionFacts>,
): Map<Hex32, number> {
  const manifestFile = `logs/${model.modelId}/manifest`
  const logFile = `logs/${model.modelId}/log`
  const conflict = (file: string, leaf: string, field: string, expected: string, found: string) =>
    fault(coreErrors.EPOCH_FACT_CONFLICT, { file, leaf, field, expected, found })

  const manifest = atFile(manifestFile, () => parseTrainingManifest(published.manifest))
  const manifestHash = trainingManifestHash(manifest)
  if (manifestHash !== model.manifestHash)
    throw conflict(manifestFile, '', 'manifestHash', model.manifestHash, manifestHash)
  const roots = [...manifest.versionRoots].sort().join(' ')
  const registered = [...model.trainingVersions].sort().join(' ')
  if (roots !== registered) throw conflict(manifestFile, '', 'versionRoots', registered, roots)

  const log = atFile(logFile, () => parseTrainingLog(published.log, manifestHash))
  const root = logRoot(log)
  if (root !== model.logRoot) throw conflict(logFile, '', 'logRoot', model.logRoot, root)
  const uses = trainedRecords(log)
  for (const commitment of uses.keys()) {
    const inVersion = model.trainingVersions.some((version) => versions.get(version)?.contributors.has(commitment))
    if (!inVersion) throw conflict(logFile, '', 'records', 'records of the training versions', commitment)
  }
  return uses
}
