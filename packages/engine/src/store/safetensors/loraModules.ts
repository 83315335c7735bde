import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { storeErrors } from '../errors.ts'
import { plainText } from '../plainText.ts'
import { invalid, type Tensor } from './readHeader.ts'

/** The projections of a llama model that an adapter may change. */
export const PROJECTIONS = [
  'self_attn.q_proj',
  'self_attn.k_proj',
  'self_attn.v_proj',
  'self_attn.o_proj',
  'mlp.gate_proj',
  'mlp.up_proj',
  'mlp.down_proj',
] as const
export type Projection = (typeof PROJECTIONS)[number]

/** One adapted projection: its update is B [out, rank] · A [rank, in]. */
export type LoraModule = {
  /** `model.layers.N.self_attn.q_proj` */
  readonly path: string
  readonly layer: number
  readonly projection: Projection
  readonly rank: number
  readonly in: number
  readonly out: number
}

const NAME = /^base_model\.model\.(model\.layers\.(0|[1-9]\d{0,3})\.([a-z_]+\.[a-z_]+))\.lora_(A|B)\.weight$/

/** What a name that is no plain LoRA tells of its adapter. */
const REASONS: readonly (readonly [RegExp, string])[] = [
  [/lora_magnitude_vector/, 'it is a DoRA, which scales the columns of the base model’s own weights'],
  [/lora_embedding_|embed_tokens/, 'it changes the embeddings'],
  [/lm_head/, 'it changes the output layer'],
  [/modules_to_save|token_adapter/, 'it replaces whole modules of the base model'],
  [/lora_[AB]\.bias|\.bias$/, 'it changes biases'],
]

/**
 * The modules that an adapter changes, of the tensors that PEFT's save_pretrained names.
 * @returns in the order of layers, then projections
 * @throws ADAPTER_UNSUPPORTED with the reason, ADAPTER_WEIGHTS_INVALID
 */
export function loraModules(tensors: readonly Tensor[]): readonly LoraModule[] {
  const parts = new Map<string, { layer: number; projection: Projection; A?: Tensor; B?: Tensor }>()
  for (const tensor of tensors) {
    const [, path = '', layer = '', name, side] = NAME.exec(tensor.name) ?? []
    const projection = PROJECTIONS.find((known) => known === name)
    if (projection === undefined) throw foreign(tensor.name)
    const part = parts.get(path) ?? { layer: Number(layer), projection }
    parts.set(path, { ...part, [side === 'A' ? 'A' : 'B']: tensor })
  }
  return [...parts]
    .map(([path, { layer, projection, A, B }]) => ({ path, layer, projection, ...sides(path, A, B) }))
    .toSorted((a, b) => a.layer - b.layer || PROJECTIONS.indexOf(a.projection) - PROJECTIONS.indexOf(b.projection))
}

function sides(path: string, a: Tensor | undefined, b: Tensor | undefined) {
  const [rank, input, moreA] = a?.shape ?? []
  const [output, same, moreB] = b?.shape ?? []
  if (rank === undefined || output === undefined) throw invalid(`has only one of the two matrices of ${path}`)
  if (input === undefined || same === undefined || moreA !== undefined || moreB !== undefined) {
    throw invalid(`has something other than two matrices for ${path}`)
  }
  if (rank !== same) throw invalid(`has matrices of the ranks ${rank} and ${same} for ${path}`)
  return { rank, in: input, out: output }
}

function foreign(name: string): OpenLedgerError {
  const [, reason = 'it is not part of a LoRA on a llama model'] = REASONS.find(([mark]) => mark.test(name)) ?? []
  return new OpenLedgerError(storeErrors.ADAPTER_UNSUPPORTED, `The tensor ${plainText(name)}: ${reason}.`)
}
