import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { fixtureAdapter, modelFile } from '../../../test/models.ts'
import { wideAdapterBytes } from '../../../test/wideAdapter.ts'
import { readLora, writeLora } from '../../llamacpp/adapters/loraFile.ts'
import { readBaseLayout } from './baseLayout.ts'
import { readLoraParts } from './readLoraParts.ts'

const layout = await readBaseLayout(modelFile('smollm2-135m-instruct-q4_1.gguf'))
const bytes = new Uint8Array(readFileSync(fixtureAdapter().path))
const invalid = expect.objectContaining({ code: 'ENGINE_ADAPTER_INVALID' })

test('names modules as PEFT does, in their shapes, and scales only b', () => {
  const [once, twice] = [readLoraParts(bytes, 1, layout), readLoraParts(bytes, 2, layout)]
  expect([...once.keys()].toSorted()).toEqual(
    ['mlp.down_proj', 'mlp.gate_proj', 'mlp.up_proj']
      .concat(['k_proj', 'o_proj', 'q_proj', 'v_proj'].map((name) => `self_attn.${name}`))
      .map((name) => `model.layers.14.${name}`),
  )
  for (const [path, { a, b }] of once) {
    const { a: sameA, b: doubled } = twice.get(path) ?? { a, b }
    expect([a.rows, b.columns]).toEqual([2, 2])
    expect(sameA).toEqual(a)
    for (const [at, value] of b.values.entries()) expect(doubled.values[at]).toBeCloseTo(2 * value, 5)
  }
})

test('rows of queries and keys come back into PyTorch’s order; those of others stay', () => {
  const lora = readLora(bytes)
  const kept = (name: string) => {
    const tensor = lora?.tensors.find((one) => one.name === `blk.14.${name}.weight.lora_b`)
    return new Float32Array(tensor?.data.slice().buffer ?? new ArrayBuffer())
  }
  const factor = (lora?.alpha ?? 0) / 2
  const row = (values: Float32Array, at: number) => [...values.subarray(2 * at, 2 * at + 2)]
  const parts = readLoraParts(bytes, 1, layout)
  const ours = (name: string) => parts.get(`model.layers.14.self_attn.${name}`)?.b.values ?? new Float32Array()
  const times = (values: number[]) => values.map((value) => Math.fround(value * factor))
  // A head has 64 rows: llama.cpp's row 1 is PyTorch's row 32, and its row 66 of the second head row 65.
  for (const name of ['q', 'k']) {
    const ofFile = kept(`attn_${name}`)
    for (const [theirs, torch] of [
      [0, 0],
      [1, 32],
      [2, 1],
      [63, 63],
      [66, 65],
    ] as const)
      expect(row(ours(`${name}_proj`), torch)).toEqual(times(row(ofFile, theirs)))
  }
  expect([...ours('v_proj')]).toEqual(times([...kept('attn_v')]))
})

test('what is no adapter for the base is refused', () => {
  const lora = readLora(wideAdapterBytes(2))
  if (lora === undefined) throw new Error('no adapter')
  const changed = (change: (name: string) => string) =>
    writeLora(lora, { alpha: undefined, tensors: lora.tensors.map((one) => ({ ...one, name: change(one.name) })) })
  for (const odd of [
    new Uint8Array(100),
    bytes.subarray(0, bytes.length / 2),
    changed((name) => name.replace('attn_q', 'attn_x')),
    changed((name) => name.replace('ffn_up.weight.lora_a', 'ffn_up.weight.lora_b')),
    changed((name) => (name.includes('ffn_up') ? 'token_embd.weight.lora_a' : name)),
  ])
    expect(() => readLoraParts(odd, 1, layout)).toThrow(invalid)
  const [first, ...rest] = lora.tensors
  if (first === undefined) throw new Error('no tensors')
  for (const tensor of [
    { ...first, type: 2 },
    { ...first, data: new Uint8Array(new Float32Array(first.data.length / 4).fill(Number.NaN).buffer) },
    { ...first, shape: [...first.shape, 2] },
  ])
    expect(() => readLoraParts(writeLora(lora, { alpha: undefined, tensors: [tensor, ...rest] }), 1, layout)).toThrow(
      invalid,
    )
})
