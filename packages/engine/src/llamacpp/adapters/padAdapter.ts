import { readLora, type Tensor, writeLora } from './loraFile.ts'

/** Bytes of a number of the types of which a zero is all bits zero: F32, F16, BF16 (ggml.h). */
const SIZES: Readonly<Record<number, number>> = { 0: 4, 1: 2, 30: 2 }

/** An adapter's file as it is loaded; `isExact`: what it computes for a token does not depend on the tokens beside it. */
export type ServedAdapter = { readonly bytes: Uint8Array; readonly isExact: boolean }

/**
 * Brings an adapter into the form in which a token's results are the same to the bit in a batch of any size.
 *
 * On a CPU, llama.cpp multiplies float matrices by the vector with one kernel for a single token and with another one
 * (tinyBLAS) for several, which adds up in another order. The latter takes only numbers of rows and columns that it can
 * cut into blocks, of 4 rows at least. So one row of zeros is added to A, and one column to B, where the rank is a
 * multiple of 4: the product is the same, and both ways take the first kernel. The factor alpha / rank stays what it was.
 *
 * @param bytes a GGUF file of a LoRA
 * @returns the file to load; as it came, and not exact, where this can't be done (other number types, ranks that
 *   differ, a LoRA on the embedding table, a factor that no float expresses)
 */
export function padAdapter(bytes: Uint8Array): ServedAdapter {
  const asItIs = { bytes, isExact: false }
  const lora = readLora(bytes)
  if (lora === undefined || lora.tensors.length === 0) return asItIs
  const ranks = new Set<number>()
  for (const tensor of lora.tensors) {
    const rank = rankOf(tensor)
    const size = SIZES[tensor.type]
    if (rank === undefined || size === undefined) return asItIs
    // A shape beyond the data would make the padded file as large as it says.
    if (tensor.shape.reduce((product, length) => product * length, size) > tensor.data.length) return asItIs
    ranks.add(rank)
  }
  const [rank = 0, ...others] = ranks
  if (others.length > 0) return asItIs
  if (rank % 4 !== 0) return { bytes, isExact: true }
  const alpha = lora.alpha === undefined ? undefined : sameFactor(lora.alpha, rank)
  if (lora.alpha !== undefined && alpha === undefined) return asItIs
  return { bytes: writeLora(lora, { alpha, tensors: lora.tensors.map(padTensor) }), isExact: true }
}

/** Rows of A or columns of B; undefined for what is neither, or belongs to the embedding table, which is looked up. */
function rankOf({ name, shape }: Tensor): number | undefined {
  if (shape.length !== 2 || name.startsWith('token_embd.')) return undefined
  if (name.endsWith('.lora_a')) return shape[1]
  return name.endsWith('.lora_b') ? shape[0] : undefined
}

/** The alpha with which alpha / (rank + 1) is the float that `alpha / rank` was. */
function sameFactor(alpha: number, rank: number): number | undefined {
  const factor = Math.fround(alpha / rank)
  const about = Math.fround(factor * (rank + 1))
  const step = Math.max(Math.abs(about) * 2 ** -24, 2 ** -149)
  for (const ulps of [0, 1, -1, 2, -2]) {
    const candidate = Math.fround(about + ulps * step)
    if (Math.fround(candidate / (rank + 1)) === factor) return candidate
  }
  return undefined
}

/** A with one more row, or B with one more column, of zeros. */
function padTensor(tensor: Tensor): Tensor {
  const { name, shape, type, data } = tensor
  const [columns = 0, rows = 0] = shape
  const size = SIZES[type] ?? 0
  if (name.endsWith('.lora_a')) {
    const padded = new Uint8Array((rows + 1) * columns * size)
    padded.set(data.subarray(0, rows * columns * size))
    return { name, type, shape: [columns, rows + 1], data: padded }
  }
  const [from, to] = [columns * size, (columns + 1) * size]
  const padded = new Uint8Array(rows * to)
  for (let row = 0; row < rows; row++) padded.set(data.subarray(row * from, (row + 1) * from), row * to)
  return { name, type, shape: [columns + 1, rows], data: padded }
}
