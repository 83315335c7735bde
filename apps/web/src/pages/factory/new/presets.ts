import type { TrainingConfig } from '@openledger/core/api/training.ts'
import { TRAINING_PRESETS, type TrainingPreset, trainingPresets } from '@openledger/core/training/presets.ts'
import { NUMBERS, type NumberSetting } from './settings.ts'

/** What one may begin with, and what becomes of it when a number is changed. */
export const PRESETS = [...TRAINING_PRESETS, 'own'] as const
export type Preset = TrainingPreset | 'own'

/** Settings as they would be typed; the share that is held out in per cent. */
export type TypedSettings = { readonly numbers: Readonly<Record<NumberSetting, string>>; readonly holdOut: string }

/** A preset as it would be typed. */
export function typedPreset(preset: TrainingPreset): TypedSettings {
  return typedConfig(trainingPresets[preset])
}

/** A training's settings as they would be typed; empty where it takes the trainer's default. */
export function typedConfig(config: TrainingConfig): TypedSettings {
  const typed = (name: NumberSetting) => [name, config[name] === undefined ? '' : String(config[name])] as const
  const numbers = Object.fromEntries(NUMBERS.map(typed)) as Record<NumberSetting, string>
  const { validationShare } = config
  return { numbers, holdOut: validationShare === undefined ? '' : String(Number((validationShare * 100).toFixed(4))) }
}
