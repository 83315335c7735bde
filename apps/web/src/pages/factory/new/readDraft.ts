import { slugSchema } from '@openledger/core/api/primitives.ts'
import {
  type CreateTrainingJobRequest,
  createTrainingJobRequestSchema,
  type TrainingConfig,
} from '@openledger/core/api/training.ts'
import { text } from '../../../text/text.ts'
import type { Draft } from './draft.ts'
import { NUMBERS, readNumber, readSetting } from './settings.ts'

/** What is wrong, by field: `name`, a setting, `limit 0x…` of a version, `prompt 0`. */
export type Wrong = Readonly<Record<string, string>>

/** The request that a draft stands for, undefined while something is wrong; and what is, by field. */
export function readDraft(draft: Draft): {
  readonly request: CreateTrainingJobRequest | undefined
  readonly wrong: Wrong
} {
  const words = text.newTraining
  const wrong: Record<string, string> = {}
  const name = draft.name.trim()
  if (!slugSchema.safeParse(name).success) wrong['name'] = words.nameWrong
  if (draft.picks.length === 0) wrong['picks'] = words.picksWrong
  const selection = draft.picks.flatMap(({ version, limit, query }) => {
    const most = limit.trim() === '' ? undefined : readNumber(limit)
    if (most !== undefined || limit.trim() !== '')
      if (!Number.isSafeInteger(most) || Number(most) < 1) wrong[`limit ${version}`] = words.limitWrong
    const wanted = query.trim()
    if (wanted.length > 256) wrong[`query ${version}`] = words.queryWrong
    if (most === undefined && wanted === '') return []
    return [{ version, ...(most === undefined ? {} : { limit: most }), ...(wanted === '' ? {} : { query: wanted }) }]
  })
  const config: TrainingConfig = {}
  for (const field of NUMBERS) {
    const value = readSetting(field, draft.numbers[field])
    if (value === undefined) wrong[field] = words.settings[field][2]
    else if (value !== null) config[field] = value
  }
  const share = draft.holdOut.trim() === '' ? 0 : readNumber(draft.holdOut)
  if (share === undefined || share > 50) wrong['holdOut'] = words.holdOutWrong
  else config.validationShare = share / 100
  if (draft.modules.length > 0) config.targetModules = [...draft.modules]
  if (draft.rankStabilised) config.rankStabilised = true
  config.quantisation = draft.method === 'qlora' ? '4bit' : 'none'
  const prompts = draft.prompts.map((prompt) => prompt.trim())
  for (const [place, prompt] of prompts.entries())
    if (prompt.length > 2_000) wrong[`prompt ${place}`] = words.sampleWrong
  if (Object.keys(wrong).length > 0) return { request: undefined, wrong }
  const asked = prompts.filter((prompt) => prompt !== '')
  const request = createTrainingJobRequestSchema.parse({
    name,
    ...(draft.base === '' ? {} : { base: draft.base }),
    versions: draft.picks.map(({ version }) => version),
    ...(selection.length === 0 ? {} : { selection }),
    ...(draft.commitments === null ? {} : { commitments: draft.commitments }),
    config,
    ...(asked.length === 0 ? {} : { samplePrompts: asked }),
    ...(draft.copyOf === null ? {} : { copyOf: draft.copyOf.jobId }),
    ...(draft.retrain ? { retrain: true } : {}),
  })
  return { request, wrong }
}
