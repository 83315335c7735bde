import { expect, test } from 'vitest'
import { modelFile } from '../../../test/models.ts'
import type { LoraModule } from '../safetensors/loraModules.ts'
import { matchBase, nameEvidence } from './matchBase.ts'
import { readBaseShape } from './readBaseShape.ts'

const module = (changes: Partial<LoraModule> = {}): LoraModule => ({
  path: 'p',
  layer: 29,
  projection: 'self_attn.k_proj',
  rank: 8,
  in: 576,
  out: 192,
  ...changes,
})

test('the base’s own file says what fits', async () => {
  const base = await readBaseShape(modelFile('smollm2-135m-instruct-q4_1.gguf'))
  expect(base).toMatchObject({ layers: 30, heads: 9, kvHeads: 3 })
  matchBase([module(), module({ projection: 'mlp.down_proj', in: 1536, out: 576 })], base)
  for (const changes of [{ layer: 30 }, { in: 960 }, { out: 576 }, { projection: 'self_attn.q_proj' as const }]) {
    expect(() => matchBase([module(), module(changes)], base)).toThrow(
      expect.objectContaining({ code: 'ADAPTER_BASE_MISMATCH' }),
    )
  }
})

test('a base of another kind takes no adapters', async () => {
  await expect(readBaseShape(modelFile('minilm-l6-v2.gguf'))).rejects.toMatchObject({ code: 'ADAPTER_BASE_MISMATCH' })
})

test('a name is evidence', () => {
  expect(nameEvidence('HuggingFaceTB/SmolLM2-135M-Instruct', 'smollm2-135m-instruct')).toBe('same')
  expect(nameEvidence('./models/smollm2_135m_instruct/', 'smollm2-135m-instruct')).toBe('same')
  expect(nameEvidence('HuggingFaceTB/SmolLM2-135M', 'smollm2-135m-instruct')).toBe('other')
  expect(nameEvidence(null, 'smollm2-135m-instruct')).toBe('none')
})
