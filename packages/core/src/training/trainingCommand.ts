import type { CreateTrainingJobRequest, TrainingConfig } from '../api/training.ts'

/** Options of `openledger model train` that are numbers or words of a training's config, by their names there. */
export const TRAINING_OPTIONS = {
  rank: 'rank',
  alpha: 'alpha',
  'learning-rate': 'learningRate',
  epochs: 'epochs',
  'batch-size': 'batchSize',
  seed: 'seed',
  'max-tokens': 'maxTokens',
  dropout: 'dropout',
  'warmup-ratio': 'warmupRatio',
  'validation-share': 'validationShare',
  'eval-every': 'evalEverySteps',
  patience: 'patience',
  quantisation: 'quantisation',
  'max-tokens-per-example': 'maxTokensPerExample',
} as const satisfies Readonly<Record<string, keyof TrainingConfig>>

/**
 * The command that asks for the very same training.
 *
 * @param developer name of the account in the state folder of whoever runs it
 * @returns one line for a POSIX shell
 * @example trainingCommand({ name: 'my-coder', versions: [root], config: { epochs: 3 } }, 'ann')
 */
export function trainingCommand(request: CreateTrainingJobRequest, developer: string): string {
  const { name, base, versions, selection, commitments, config = {}, samplePrompts, retrain } = request
  const words = ['openledger', 'model', 'train', name, '--versions', versions.join(',')]
  const option = (key: string, value: string | undefined) => value !== undefined && words.push(`--${key}`, value)
  option('base', base)
  option('selection', selection && JSON.stringify(selection))
  option('commitments', commitments?.join(','))
  for (const [key, field] of Object.entries(TRAINING_OPTIONS)) {
    const value = config[field]
    option(key, value === undefined ? undefined : plain(value))
  }
  option('target-modules', config.targetModules?.join(','))
  option('sample-prompts', samplePrompts?.length ? JSON.stringify(samplePrompts) : undefined)
  if (config.rankStabilised === true) words.push('--rank-stabilised')
  if (retrain === true) words.push('--retrain')
  option('as', developer)
  return words.map(quoted).join(' ')
}

/** Numbers without an exponent, as people write them. */
function plain(value: number | string): string {
  if (typeof value === 'string' || !String(value).includes('e')) return String(value)
  return value.toFixed(20).replace(/0+$/, '')
}

/** A word as a POSIX shell reads it back, whatever is in it. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}
