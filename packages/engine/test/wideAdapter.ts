import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readLora, type Tensor, writeLora } from '../src/llamacpp/adapters/loraFile.ts'
import { fixtureAdapter } from './models.ts'

/** The fixture's adapter with other numbers and another rank, in 32-bit floats: its bytes. */
export function wideAdapterBytes(rank: number): Uint8Array {
  const lora = readLora(new Uint8Array(readFileSync(fixtureAdapter().path)))
  if (lora === undefined) throw new Error('the fixture is no adapter')
  let seed = rank
  const next = () => {
    // Park and Miller's generator.
    seed = (seed * 48_271) % 2_147_483_647
    return seed / 2_147_483_647 - 0.5
  }
  const tensors = lora.tensors.map((tensor): Tensor => {
    const shape = tensor.name.endsWith('_a') ? [tensor.shape[0] ?? 0, rank] : [rank, tensor.shape[1] ?? 0]
    const numbers = Float32Array.from({ length: (shape[0] ?? 0) * (shape[1] ?? 0) }, () => 0.05 * next())
    return { name: tensor.name, type: 0, shape, data: new Uint8Array(numbers.buffer) }
  })
  return writeLora(lora, { alpha: 2 * rank, tensors })
}

/** Such an adapter in a folder, as requests name it. */
export function wideAdapter(folder: string, rank: number) {
  const bytes = wideAdapterBytes(rank)
  const path = join(folder, `rank${rank}.gguf`)
  writeFileSync(path, bytes)
  return { id: createHash('sha256').update(bytes).digest('hex'), path, scale: 1 }
}
