import { type CreateTrainingJobRequest, SAMPLE_PROMPTS_MAX } from '@openledger/core/api/training.ts'
import { z } from 'zod'
import { keptDraft } from '../../../account/keptDraft.ts'
import { PRESETS, type Preset, typedConfig, typedPreset } from './presets.ts'
import type { NumberSetting } from './settings.ts'

const root = z.custom<`0x${string}`>((value) => typeof value === 'string' && /^0x[0-9a-f]{64}$/.test(value))
const typed = z.string()

/** A version that was chosen, and what is taken of it, as it is typed. */
const pickSchema = z.object({ datanetId: root, version: root, limit: typed, query: typed })
export type Pick = z.output<typeof pickSchema>

const draftSchema = z.object({
  name: typed,
  /** Empty: the one that the node serves. */
  base: typed,
  picks: z.array(pickSchema).max(16),
  method: z.enum(['lora', 'qlora']),
  preset: z.enum(PRESETS),
  numbers: z.object({
    epochs: typed,
    learningRate: typed,
    rank: typed,
    alpha: typed,
    dropout: typed,
    warmupRatio: typed,
    batchSize: typed,
    evalEverySteps: typed,
    patience: typed,
    maxTokensPerExample: typed,
    maxTokens: typed,
    seed: typed,
  } satisfies Record<NumberSetting, z.ZodString>),
  /** Per cent. */
  holdOut: typed,
  /** Empty: those that the trainer takes by itself. */
  modules: z.array(typed),
  rankStabilised: z.boolean(),
  retrain: z.boolean(),
  prompts: z.array(typed).max(SAMPLE_PROMPTS_MAX),
  /** The training whose choices these were to begin with. */
  copyOf: z.object({ jobId: typed, name: typed }).nullable(),
  commitments: z.array(root).nullable(),
})

/** A training as it is typed. */
export type Draft = z.output<typeof draftSchema>
export const EMPTY: Draft = {
  name: '',
  base: '',
  picks: [],
  method: 'lora',
  preset: 'balanced',
  ...typedPreset('balanced'),
  modules: [],
  rankStabilised: false,
  retrain: false,
  prompts: [],
  copyOf: null,
  commitments: null,
}

/** What the account has typed before in this browser. */
export const { load: loadDraft, save: saveDraft } = keptDraft('training', draftSchema, EMPTY)

/** The draft with a preset's settings; what the presets say nothing about stays. */
export function withPreset(draft: Draft, preset: Preset): Draft {
  return preset === 'own' ? { ...draft, preset } : { ...draft, preset, ...typedPreset(preset) }
}

/** The choices of a training that there was, to be changed and started anew. */
export function draftOf(
  request: CreateTrainingJobRequest,
  jobId: string,
  datanetOf: ReadonlyMap<string, string>,
): Draft {
  const { name, base, versions, selection, commitments, config = {}, samplePrompts, retrain } = request
  const picks = versions.flatMap((version) => {
    const datanetId = datanetOf.get(version)
    const chosen = selection?.find((one) => one.version === version)
    const pick = { version, limit: chosen?.limit === undefined ? '' : String(chosen.limit), query: chosen?.query ?? '' }
    return datanetId === undefined ? [] : [{ ...pick, datanetId: root.parse(datanetId) }]
  })
  return {
    ...EMPTY,
    ...{ name, picks, preset: 'own' as const, base: base ?? '', commitments: commitments ?? null },
    method: config.quantisation === '4bit' ? 'qlora' : 'lora',
    ...typedConfig(config),
    modules: config.targetModules ?? [],
    rankStabilised: config.rankStabilised ?? false,
    retrain: retrain ?? false,
    prompts: samplePrompts ?? [],
    copyOf: { jobId, name },
  }
}
