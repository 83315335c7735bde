/** A tensor of a GGUF file; `shape` with the fastest dimension first, `type` as in ggml.h. */
export type Tensor = {
  readonly name: string
  readonly shape: readonly number[]
  readonly type: number
  readonly data: Uint8Array
}

/** A LoRA in a GGUF file, as far as it is rewritten. */
export type LoraFile = {
  readonly tensors: readonly Tensor[]
  /** `adapter.lora.alpha`, if it is there and not 0. */
  readonly alpha: number | undefined
  /** Everything before the list of tensors: magic, version, counts, metadata. */
  readonly head: Uint8Array
  /** Where alpha stands in `head`. */
  readonly alphaAt: number | undefined
  readonly alignment: number
}

/** GGUF's types of metadata values, and their bytes: uint8 … float64 (the specification's `gguf_metadata_value_type`). */
const VALUE_BYTES: Readonly<Record<number, number>> = {
  0: 1,
  1: 1,
  2: 2,
  3: 2,
  4: 4,
  5: 4,
  6: 4,
  7: 1,
  10: 8,
  11: 8,
  12: 8,
}
const [UINT32, FLOAT32, STRING, ARRAY] = [4, 6, 8, 9]
const MAGIC = 0x46554747
/** What files are aligned to; a file that names another number would make a padded one as large as it likes. */
const ALIGNMENTS = [8, 16, 32, 64, 128, 256, 512, 1_024, 2_048, 4_096]

/** Reads through a file; a place beyond its end throws RangeError. */
class Cursor {
  readonly view: DataView
  readonly bytes: Uint8Array
  at = 0

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  uint32(): number {
    this.at += 4
    return this.view.getUint32(this.at - 4, true)
  }

  uint64(): number {
    this.at += 8
    const value = Number(this.view.getBigUint64(this.at - 8, true))
    if (value > this.bytes.length * 8) throw new RangeError('a count beyond the file')
    return value
  }

  text(): string {
    const length = this.uint64()
    this.skip(length)
    return new TextDecoder().decode(this.bytes.subarray(this.at - length, this.at))
  }

  skip(length: number): void {
    this.at += length
    if (this.at > this.bytes.length) throw new RangeError('beyond the end of the file')
  }
}

/**
 * Reads a GGUF file (version 3, little-endian) into its parts. Whether it is an adapter for a model is for llama.cpp
 * to say.
 *
 * @returns undefined for what can't be read: it is left to llama.cpp, which refuses it
 */
export function readLora(bytes: Uint8Array): LoraFile | undefined {
  try {
    return read(new Cursor(bytes))
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

function read(cursor: Cursor): LoraFile | undefined {
  if (cursor.uint32() !== MAGIC || cursor.uint32() !== 3) return undefined
  const [tensorCount, valueCount] = [cursor.uint64(), cursor.uint64()]
  let alphaAt: number | undefined
  let alignment = 32
  for (let n = 0; n < valueCount; n++) {
    const key = cursor.text()
    const type = cursor.uint32()
    if (key === 'adapter.lora.alpha' && type === FLOAT32) alphaAt = cursor.at
    if (key === 'general.alignment' && type === UINT32) alignment = cursor.view.getUint32(cursor.at, true)
    skipValue(cursor, type)
  }
  if (!ALIGNMENTS.includes(alignment)) return undefined
  const head = cursor.bytes.subarray(0, cursor.at)
  const listed = Array.from({ length: tensorCount }, () => readTensorInfo(cursor))
  const start = aligned(cursor.at, alignment)
  const places = listed.map(({ offset }) => offset).concat(cursor.bytes.length - start)
  const tensors = listed.map(({ offset, ...tensor }, at): Tensor => {
    const end = places[at + 1] ?? 0
    if (end < offset) throw new RangeError('tensors out of order')
    return { ...tensor, data: cursor.bytes.subarray(start + offset, start + end) }
  })
  const alpha = alphaAt === undefined ? 0 : cursor.view.getFloat32(alphaAt, true)
  return { tensors, alpha: alpha === 0 ? undefined : alpha, head, alphaAt, alignment }
}

function skipValue(cursor: Cursor, type: number): void {
  if (type === STRING) cursor.text()
  else if (type === ARRAY) {
    const [inner, count] = [cursor.uint32(), cursor.uint64()]
    if (inner === ARRAY) throw new RangeError('an array of arrays')
    for (let n = 0; n < count; n++) skipValue(cursor, inner)
  } else {
    const size = VALUE_BYTES[type]
    if (size === undefined) throw new RangeError(`a value of type ${type}`)
    cursor.skip(size)
  }
}

function readTensorInfo(cursor: Cursor) {
  const name = cursor.text()
  const dimensions = cursor.uint32()
  if (dimensions > 4) throw new RangeError('a tensor of more than four dimensions')
  const shape = Array.from({ length: dimensions }, () => cursor.uint64())
  return { name, shape, type: cursor.uint32(), offset: cursor.uint64() }
}

/**
 * Writes a LoRA with other tensors, under the names and with the metadata that it had.
 *
 * @param to.alpha undefined: as it was
 */
export function writeLora(
  lora: LoraFile,
  to: { readonly alpha: number | undefined; readonly tensors: readonly Tensor[] },
): Uint8Array {
  const { head, alphaAt, alignment } = lora
  const infoBytes = to.tensors.reduce(
    (sum, { name, shape }) => sum + 8 + Buffer.byteLength(name) + 4 + 8 * shape.length + 4 + 8,
    0,
  )
  const start = aligned(head.length + infoBytes, alignment)
  const size = to.tensors.reduce((sum, { data }) => aligned(sum, alignment) + data.length, 0)
  const bytes = new Uint8Array(start + size)
  const view = new DataView(bytes.buffer)
  bytes.set(head)
  if (alphaAt !== undefined && to.alpha !== undefined) view.setFloat32(alphaAt, to.alpha, true)
  let at = head.length
  let offset = 0
  for (const { name, shape, type, data } of to.tensors) {
    const text = new TextEncoder().encode(name)
    view.setBigUint64(at, BigInt(text.length), true)
    bytes.set(text, at + 8)
    at += 8 + text.length
    view.setUint32(at, shape.length, true)
    at += 4
    for (const length of shape) {
      view.setBigUint64(at, BigInt(length), true)
      at += 8
    }
    view.setUint32(at, type, true)
    view.setBigUint64(at + 4, BigInt(offset), true)
    at += 12
    bytes.set(data, start + offset)
    offset = aligned(offset + data.length, alignment)
  }
  return bytes
}

function aligned(at: number, alignment: number): number {
  return Math.ceil(at / alignment) * alignment
}
