import { expect, test } from 'vitest'
import type { LoraModule } from '../safetensors/loraModules.ts'
import { type AuthoredConfig, adapterConfigSchema } from './adapterConfig.ts'
import { rebuildConfig } from './rebuildConfig.ts'

const authored: AuthoredConfig = { peft_type: 'LORA', r: 8, lora_alpha: 16, target_modules: ['q_proj', 'up_proj'] }
const module = (layer: number, projection: LoraModule['projection'], rank = 8): LoraModule => ({
  path: `model.layers.${layer}.${projection}`,
  layer,
  projection,
  rank,
  in: 64,
  out: 64,
})
const code = (name: string) => expect.objectContaining({ code: name })

test('names each module by its path, with what differs from the whole', () => {
  const config = rebuildConfig(
    {
      ...authored,
      rank_pattern: { 'layers\\.1\\.self_attn\\.q_proj': 4, '^model.layers.0.mlp.up_proj': 2, q_proj: 8 },
      alpha_pattern: { up_proj: 3, '1.mlp.up_proj': 99 },
    },
    [
      module(0, 'self_attn.q_proj'),
      module(0, 'mlp.up_proj', 2),
      module(1, 'self_attn.q_proj', 4),
      module(11, 'self_attn.q_proj'),
    ],
  )
  expect(adapterConfigSchema.parse(config)).toEqual(config)
  expect(config).toMatchObject({
    r: 8,
    lora_alpha: 16,
    use_rslora: false,
    rank_pattern: { 'model.layers.0.mlp.up_proj': 2, 'model.layers.1.self_attn.q_proj': 4 },
    alpha_pattern: { 'model.layers.0.mlp.up_proj': 3 },
    target_modules: [
      'model.layers.0.self_attn.q_proj',
      'model.layers.0.mlp.up_proj',
      'model.layers.1.self_attn.q_proj',
      'model.layers.11.self_attn.q_proj',
    ],
  })
})

test('a key is the end of a path from a dot on, and an unescaped dot any letter, as for PEFT', () => {
  const alphaOf = (key: string) =>
    rebuildConfig({ ...authored, alpha_pattern: { [key]: 1 } }, [module(1, 'self_attn.q_proj')]).alpha_pattern
  expect(alphaOf('proj')).toEqual({})
  expect(Object.keys(alphaOf('q.proj'))).toHaveLength(1)
  expect(Object.keys(alphaOf('q\\.proj'))).toHaveLength(0)
  expect(Object.keys(alphaOf('^self_attn.q_proj'))).toHaveLength(0)
})

test('refuses another rank', () => {
  expect(() => rebuildConfig(authored, [module(0, 'self_attn.q_proj', 4)])).toThrow(code('ADAPTER_RANK_MISMATCH'))
  const pattern = { ...authored, rank_pattern: { q_proj: 4 } }
  expect(() => rebuildConfig(pattern, [module(0, 'self_attn.q_proj')])).toThrow(code('ADAPTER_RANK_MISMATCH'))
})

test('refuses weights that PEFT would ignore', () => {
  expect(() => rebuildConfig(authored, [module(0, 'self_attn.v_proj')])).toThrow(code('ADAPTER_CONFIG_INVALID'))
  const layers = { ...authored, layers_to_transform: [1] }
  expect(() => rebuildConfig(layers, [module(0, 'self_attn.q_proj')])).toThrow(code('ADAPTER_CONFIG_INVALID'))
  expect(
    rebuildConfig({ ...authored, target_modules: 'all-linear', layers_to_transform: 0 }, [
      module(0, 'self_attn.v_proj'),
    ]),
  ).toBeDefined()
})
