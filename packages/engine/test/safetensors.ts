/** A tensor to write; `data` is its bytes. */
export type Written = {
  readonly name: string
  readonly dtype: string
  readonly shape: readonly number[]
  readonly data: Uint8Array
}

/** A safetensors file of these tensors in this order; `header` changes what it says, `tail` is added. */
export function safetensors(
  tensors: readonly Written[],
  changes: { readonly header?: (header: Record<string, unknown>) => unknown; readonly tail?: Uint8Array } = {},
): Buffer {
  let end = 0
  const header: Record<string, unknown> = {}
  for (const { name, dtype, shape, data } of tensors) {
    header[name] = { dtype, shape, data_offsets: [end, end + data.length] }
    end += data.length
  }
  const json = Buffer.from(JSON.stringify(changes.header?.(header) ?? header))
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(json.length))
  return Buffer.concat([length, json, ...tensors.map(({ data }) => data), changes.tail ?? Buffer.alloc(0)])
}

/** Bytes of float32 numbers. */
export const f32 = (...numbers: number[]) => new Uint8Array(new Float32Array(numbers).buffer)
