import { type FileHandle, open } from 'node:fs/promises'
import { DTYPE_BYTES, invalid, type Tensor } from './readHeader.ts'

const CHUNK_BYTES = 1024 * 1024
/** Bits of the exponent; all set means infinity or not a number. */
const EXPONENT = { F32: 0x7f800000, F16: 0x7c00, BF16: 0x7f80 } as const

/**
 * Copies tensors into a file of their own in one form: without metadata, larger types first and then by name, as
 * safetensors itself writes them. So the same tensors are the same bytes, wherever they came from, and nothing of the
 * original that is not a tensor goes on. Every number is looked at on the way.
 *
 * @param from the file that the tensors lie in
 * @param to written anew
 * @throws ADAPTER_WEIGHTS_INVALID at a number that is not finite
 */
export async function writeCanonical(from: string, tensors: readonly Tensor[], to: string, signal: AbortSignal) {
  const sorted = tensors.toSorted(
    (a, b) => DTYPE_BYTES[b.dtype] - DTYPE_BYTES[a.dtype] || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0),
  )
  const source = await open(from)
  try {
    const target = await open(to, 'wx')
    try {
      await target.write(headerOf(sorted))
      for (const tensor of sorted) await copyFinite(source, tensor, target, signal)
      await target.sync()
    } finally {
      await target.close()
    }
  } finally {
    await source.close()
  }
}

/** The header of a file in which these tensors lie one after the other. */
export function headerOf(tensors: readonly Tensor[]): Buffer {
  let end = 0
  const entries = tensors.map(({ name, dtype, shape, bytes }) => {
    const start = end
    end += bytes
    return [name, { dtype, shape, data_offsets: [start, end] }] as const
  })
  const json = Buffer.from(JSON.stringify(Object.fromEntries(entries)))
  const padded = Buffer.concat([json, Buffer.alloc((8 - (json.length % 8)) % 8, ' ')])
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(padded.length))
  return Buffer.concat([length, padded])
}

async function copyFinite(source: FileHandle, tensor: Tensor, target: FileHandle, signal: AbortSignal): Promise<void> {
  const bytes = new Uint8Array(Math.min(CHUNK_BYTES, tensor.bytes))
  for (let done = 0; done < tensor.bytes; ) {
    signal.throwIfAborted()
    const { bytesRead } = await source.read(bytes, 0, Math.min(bytes.length, tensor.bytes - done), tensor.start + done)
    // A read may end within a number; the next one begins at it again.
    const whole = bytesRead - (bytesRead % DTYPE_BYTES[tensor.dtype])
    if (whole === 0) throw invalid('became shorter while it was read')
    if (!allFinite(bytes, whole, tensor.dtype)) throw invalid(`holds a number in ${tensor.name} that is not finite`)
    await target.write(bytes, 0, whole)
    done += whole
  }
}

function allFinite(bytes: Uint8Array, length: number, dtype: Tensor['dtype']): boolean {
  const numbers =
    dtype === 'F32' ? new Uint32Array(bytes.buffer, 0, length / 4) : new Uint16Array(bytes.buffer, 0, length / 2)
  const mask = EXPONENT[dtype]
  for (const bits of numbers) if ((bits & mask) === mask) return false
  return true
}
