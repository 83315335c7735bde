import { readFile } from 'node:fs/promises'
import { type CreateTrainingJobRequest, createTrainingJobRequestSchema } from '@openledger/core/api/training.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { TRAINING_PRESETS, type TrainingPreset, trainingPresets } from '@openledger/core/training/presets.ts'
import { TRAINING_OPTIONS } from '@openledger/core/training/trainingCommand.ts'
import { z } from 'zod'
import type { OptionValues } from '../command.ts'
import { cliErrors } from '../errors.ts'
import { needText } from './readArguments.ts'

/** Settings that are words; all others are numbers. */
const WORDS = new Set(['quantisation'])

/**
 * The training that a command line asks for: a preset's choices, changed by those that are given.
 * @throws CLI_USAGE
 */
export async function readTrainingRequest(
  name: string | undefined,
  values: OptionValues,
): Promise<CreateTrainingJobRequest> {
  const { base } = values
  const request = createTrainingJobRequestSchema.safeParse({
    name,
    ...(base === undefined ? {} : { base }),
    versions: needText(values, 'versions').split(','),
    ...(await commitmentsOf(values)),
    ...jsonOf(values, 'selection', 'selection'),
    ...jsonOf(values, 'sample-prompts', 'samplePrompts'),
    ...configOf(values),
    ...(values['retrain'] === true ? { retrain: true } : {}),
  })
  if (request.success) return request.data
  throw new OpenLedgerError(cliErrors.CLI_USAGE, z.prettifyError(request.error))
}

async function commitmentsOf(values: OptionValues) {
  const { records, commitments } = values
  if (typeof records === 'string')
    return { commitments: (await readFile(records, 'utf8')).split(/\s+/).filter(Boolean) }
  return typeof commitments === 'string' ? { commitments: commitments.split(',') } : {}
}

function configOf(values: OptionValues) {
  const given = Object.entries(TRAINING_OPTIONS).flatMap(([option, field]) => {
    const value = values[option]
    return value === undefined ? [] : [[field, WORDS.has(option) ? value : Number(value)] as const]
  })
  const modules = values['target-modules']
  const config = {
    ...presetOf(values['preset']),
    ...Object.fromEntries(given),
    ...(typeof modules === 'string' ? { targetModules: modules.split(',') } : {}),
    ...(values['rank-stabilised'] === true ? { rankStabilised: true } : {}),
  }
  return Object.keys(config).length === 0 ? {} : { config }
}

function presetOf(name: OptionValues[string]) {
  if (name === undefined) return {}
  const preset = TRAINING_PRESETS.find((known): known is TrainingPreset => known === name)
  if (preset !== undefined) return trainingPresets[preset]
  throw new OpenLedgerError(cliErrors.CLI_USAGE, `--preset takes ${TRAINING_PRESETS.join(', ')}`)
}

function jsonOf(values: OptionValues, option: string, field: string): Record<string, unknown> {
  const text = values[option]
  if (typeof text !== 'string') return {}
  try {
    return { [field]: JSON.parse(text) }
  } catch (cause) {
    throw new OpenLedgerError(cliErrors.CLI_USAGE, `--${option} takes JSON`, { cause })
  }
}
