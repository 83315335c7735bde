import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readConfig } from './readConfig.ts'
import { REFUSED_FIELDS } from './refusedFields.ts'

/** As PEFT 0.21 writes it, less what the tests set. */
const plain = {
  alora_invocation_tokens: null,
  alpha_pattern: {},
  arrow_config: null,
  auto_mapping: null,
  base_model_name_or_path: 'HuggingFaceTB/SmolLM2-135M-Instruct',
  bias: 'none',
  corda_config: null,
  ensure_weight_tying: false,
  eva_config: null,
  exclude_modules: null,
  fan_in_fan_out: false,
  inference_mode: true,
  init_lora_weights: true,
  layer_replication: null,
  layers_pattern: null,
  layers_to_transform: null,
  loftq_config: {},
  lora_alpha: 16,
  lora_bias: false,
  lora_dropout: 0.05,
  megatron_config: null,
  megatron_core: 'megatron.core',
  modules_to_save: null,
  peft_type: 'LORA',
  peft_version: '0.21.2',
  qalora_group_size: 16,
  r: 8,
  rank_pattern: {},
  revision: null,
  target_modules: ['q_proj', 'v_proj'],
  target_parameters: null,
  task_type: 'CAUSAL_LM',
  trainable_token_indices: null,
  use_dora: false,
  use_qalora: false,
  use_rslora: false,
}
const read = (changes: object = {}) => readConfig(JSON.stringify({ ...plain, ...changes }))
const code = (name: string) => expect.objectContaining({ code: name })

test('keeps what the arithmetic follows from', () => {
  expect(read()).toEqual({
    alpha_pattern: {},
    base_model_name_or_path: 'HuggingFaceTB/SmolLM2-135M-Instruct',
    bias: 'none',
    init_lora_weights: true,
    layers_pattern: null,
    layers_to_transform: null,
    lora_alpha: 16,
    peft_type: 'LORA',
    r: 8,
    rank_pattern: {},
    revision: null,
    target_modules: ['q_proj', 'v_proj'],
    task_type: 'CAUSAL_LM',
    use_rslora: false,
  })
})

test.each(Object.keys(REFUSED_FIELDS))('%s is refused with its reason', (field) => {
  expect(() => read({ [field]: { set: true } })).toThrow(code('ADAPTER_UNSUPPORTED'))
  expect(() => read({ [field]: true })).toThrow(expect.objectContaining({ message: expect.stringContaining(field) }))
})

test.each([
  { peft_type: 'LOHA' },
  { task_type: 'SEQ_CLS' },
  { bias: 'all' },
  { init_lora_weights: 'pissa' },
  { init_lora_weights: 'pissa_niter_16' },
  { init_lora_weights: 'olora' },
  { init_lora_weights: 'loftq' },
  { target_modules: '.*_proj' },
])('%j is not plain LoRA', (changes) => expect(() => read(changes)).toThrow(code('ADAPTER_UNSUPPORTED')))

test.each([
  { auto_mapping: { base_model_class: 'Evil', parent_library: 'os' } },
  { megatron_core: 'os.path' },
  { megatron_config: { a: 1 } },
])('%j names code', (changes) => expect(() => read(changes)).toThrow(code('ADAPTER_CONFIG_NAMES_CODE')))

describe('refuses', () => {
  test.each([
    { unknown: 1 },
    { __class__: 'os.system' },
    { r: 0 },
    { r: 2.5 },
    { r: 'eight' },
    { r: null },
    { lora_alpha: 0 },
    { lora_alpha: 1e300 },
    { target_modules: [] },
    { target_modules: ['(a+)+$'] },
    { rank_pattern: { '(.*)+': 4 } },
    { rank_pattern: { q_proj: 'many' } },
    { alpha_pattern: { q_proj: -1 } },
    { layers_pattern: 'h' },
    { rank_pattern: Object.fromEntries(Array.from({ length: 2_001 }, (_, i) => [`m${i}`, 4])) },
    { base_model_name_or_path: 'a\u001b[31m' },
  ])('%j', (changes) => expect(() => read(changes)).toThrow(code('ADAPTER_CONFIG_INVALID')))

  test.each(['', '[]', 'null', '7', '{', '{"__proto__": {"r": 8}}'])('the text %s', (text) => {
    expect(() => readConfig(text)).toThrow(code('ADAPTER_CONFIG_INVALID'))
  })
})

test('unknown fields that say nothing are nothing', () => {
  expect(read({ new_field: null, other: false, more: {}, less: [] })).toEqual(read())
})

test('any JSON: a coded error, or fields that the schema knows', () => {
  const field = fc.oneof(fc.constantFrom(...Object.keys(plain), ...Object.keys(REFUSED_FIELDS)), fc.string())
  fc.assert(
    fc.property(fc.dictionary(field, fc.jsonValue(), { maxKeys: 4 }), (changes) => {
      try {
        const config = read(changes)
        expect(Object.keys(config).every((name) => name in plain)).toBe(true)
      } catch (error) {
        expect(error).toMatchObject({
          code: expect.stringMatching(/^ADAPTER_(UNSUPPORTED|CONFIG_NAMES_CODE|CONFIG_INVALID)$/),
        })
      }
    }),
    { numRuns: 500 },
  )
})
