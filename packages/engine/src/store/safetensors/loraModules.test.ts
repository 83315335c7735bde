import { expect, test } from 'vitest'
import { loraModules } from './loraModules.ts'
import type { Tensor } from './readHeader.ts'

const tensor = (name: string, ...shape: number[]): Tensor => ({ name, shape, dtype: 'F32', start: 0, bytes: 0 })
const side = (path: string, which: 'A' | 'B', ...shape: number[]) =>
  tensor(`base_model.model.model.layers.${path}.lora_${which}.weight`, ...shape)
const code = (name: string, message = '') =>
  expect.objectContaining({ code: name, message: expect.stringContaining(message) })

test('pairs the matrices, in the order of layers', () => {
  const modules = loraModules([
    side('10.mlp.up_proj', 'B', 96, 4),
    side('2.mlp.up_proj', 'A', 8, 64),
    side('10.mlp.up_proj', 'A', 4, 64),
    side('2.mlp.up_proj', 'B', 96, 8),
  ])
  expect(modules).toEqual([
    { path: 'model.layers.2.mlp.up_proj', layer: 2, projection: 'mlp.up_proj', rank: 8, in: 64, out: 96 },
    { path: 'model.layers.10.mlp.up_proj', layer: 10, projection: 'mlp.up_proj', rank: 4, in: 64, out: 96 },
  ])
})

test.each([
  ['base_model.model.model.layers.0.self_attn.q_proj.lora_magnitude_vector.weight', 'DoRA'],
  ['base_model.model.model.embed_tokens.lora_embedding_A', 'embeddings'],
  ['base_model.model.lm_head.lora_A.weight', 'output layer'],
  ['base_model.model.lm_head.modules_to_save.weight', 'output layer'],
  ['base_model.model.model.norm.modules_to_save.weight', 'whole modules'],
  ['base_model.model.model.layers.0.self_attn.q_proj.lora_B.bias', 'biases'],
  ['base_model.model.model.layers.0.self_attn.q_proj.lora_A.default.weight', 'not part'],
  ['base_model.model.model.layers.00.self_attn.q_proj.lora_A.weight', 'not part'],
  ['base_model.model.model.layers.0.self_attn.qkv_proj.lora_A.weight', 'not part'],
  ['__proto__', 'not part'],
])('%s: %s', (name, reason) => {
  expect(() => loraModules([tensor(name, 2, 2)])).toThrow(code('ADAPTER_UNSUPPORTED', reason))
})

test('refuses half a module, ranks that differ, and what are no matrices', () => {
  const one = side('0.mlp.up_proj', 'A', 8, 64)
  expect(() => loraModules([one])).toThrow(code('ADAPTER_WEIGHTS_INVALID', 'only one'))
  expect(() => loraModules([one, side('0.mlp.up_proj', 'B', 96, 4)])).toThrow(code('ADAPTER_WEIGHTS_INVALID', 'ranks'))
  expect(() => loraModules([one, side('0.mlp.up_proj', 'B', 96, 8, 1)])).toThrow(code('ADAPTER_WEIGHTS_INVALID'))
})
