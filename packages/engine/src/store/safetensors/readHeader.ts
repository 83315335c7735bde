import { open } from 'node:fs/promises'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { z } from 'zod'
import { storeErrors } from '../errors.ts'
import { plainText } from '../plainText.ts'

/** Bytes of one number. */
export const DTYPE_BYTES = { F32: 4, F16: 2, BF16: 2 } as const

/** A tensor in a file: where its bytes lie, counted from the start of the file. */
export type Tensor = {
  readonly name: string
  readonly dtype: keyof typeof DTYPE_BYTES
  readonly shape: readonly number[]
  readonly start: number
  readonly bytes: number
}

const HEADER_BYTES_MAX = 16 * 1024 * 1024
const TENSORS_MAX = 20_000
const LENGTH_BYTES = 8

const offset = z.int().min(0)
const tensorSchema = z.strictObject({
  dtype: z.enum(['F32', 'F16', 'BF16']),
  shape: z
    .array(
      z
        .int()
        .min(1)
        .max(2 ** 31),
    )
    .min(1)
    .max(8),
  data_offsets: z.tuple([offset, offset]),
})
const headerSchema = z.record(z.string().max(512), z.unknown())

/**
 * Reads what a safetensors file says it holds, and holds it to that: the tensors lie one after the other, without a
 * gap or an overlap, from the header's end to the file's.
 * Format: length of the header (8 bytes, little-endian), header (JSON), bytes of the tensors.
 *
 * @returns the tensors, in the file's order
 * @throws ADAPTER_PICKLE by its first bytes, ADAPTER_WEIGHTS_INVALID
 */
export async function readHeader(file: string): Promise<readonly Tensor[]> {
  const handle = await open(file)
  try {
    const { size } = await handle.stat()
    const start = Buffer.alloc(LENGTH_BYTES)
    await handle.read(start, 0, LENGTH_BYTES, 0)
    if (start[0] === 0x80 || start.subarray(0, 2).toString('latin1') === 'PK') {
      throw new OpenLedgerError(storeErrors.ADAPTER_PICKLE, 'The weights are a pickle under another name.')
    }
    const length = Number(start.readBigUInt64LE())
    if (length > Math.min(HEADER_BYTES_MAX, size - LENGTH_BYTES)) throw invalid('has no header of a sensible length')
    const header = Buffer.alloc(length)
    await handle.read(header, 0, length, LENGTH_BYTES)
    return assertContiguous(readTensors(header, LENGTH_BYTES + length), LENGTH_BYTES + length, size)
  } finally {
    await handle.close()
  }
}

function readTensors(header: Buffer, dataStart: number): Tensor[] {
  const entries = Object.entries(parseHeader(header)).filter(([name]) => name !== '__metadata__')
  if (entries.length === 0 || entries.length > TENSORS_MAX) throw invalid(`holds ${entries.length} tensors`)
  return entries.map(([name, value]) => {
    const parsed = tensorSchema.safeParse(value)
    if (!parsed.success) throw invalid(`describes ${name} wrongly: ${z.prettifyError(parsed.error)}`)
    const { dtype, shape, data_offsets } = parsed.data
    const bytes = data_offsets[1] - data_offsets[0]
    if (shape.reduce((product, side) => product * side, DTYPE_BYTES[dtype]) !== bytes) {
      throw invalid(`gives ${name} other bytes than its shape has`)
    }
    return { name, dtype, shape, start: dataStart + data_offsets[0], bytes }
  })
}

function parseHeader(header: Buffer): Record<string, unknown> {
  try {
    return headerSchema.parse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(header)))
  } catch (cause) {
    throw invalid('has a header that is not JSON', cause)
  }
}

function assertContiguous(tensors: Tensor[], dataStart: number, size: number): Tensor[] {
  const sorted = tensors.toSorted((a, b) => a.start - b.start)
  let end = dataStart
  for (const tensor of sorted) {
    if (tensor.start !== end) throw invalid(`leaves a gap before ${tensor.name}, or lays it over another`)
    end += tensor.bytes
  }
  if (end !== size) throw invalid('has another length than its tensors')
  return sorted
}

/** The failure of a weights file. */
export function invalid(why: string, cause?: unknown): OpenLedgerError {
  return new OpenLedgerError(storeErrors.ADAPTER_WEIGHTS_INVALID, `The weights file ${plainText(why)}.`, { cause })
}
