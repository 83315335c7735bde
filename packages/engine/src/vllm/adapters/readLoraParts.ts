import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { engineErrors } from '../../errors.ts'
import { readLora, type Tensor } from '../../llamacpp/adapters/loraFile.ts'
import type { BaseLayout } from './baseLayout.ts'
import { toFloats } from './floats.ts'
import { interleavedHalves } from './rowOrder.ts'

/** A matrix, row by row. */
export type Matrix = { readonly rows: number; readonly columns: number; readonly values: Float32Array }

/** One adapted projection: its update is b [out, rank] · a [rank, in], with nothing left to multiply it with. */
export type LoraPart = { readonly a: Matrix; readonly b: Matrix }

const NAME = /^blk\.(0|[1-9]\d{0,3})\.([a-z_]+)\.weight\.lora_(a|b)$/

/**
 * The matrices of an adapter's GGUF in PyTorch's order of rows, its own scale (alpha / rank) in b.
 * @param scale factor on the adapter's own
 * @returns by PEFT's path of the module, `model.layers.N.self_attn.q_proj`
 * @throws ENGINE_ADAPTER_INVALID
 */
export function readLoraParts(bytes: Uint8Array, scale: number, layout: BaseLayout): ReadonlyMap<string, LoraPart> {
  const lora = readLora(bytes)
  if (lora === undefined || lora.tensors.length === 0) throw invalid('is no LoRA in a GGUF file')
  const sides = new Map<string, { turned: number | undefined; a?: Matrix; b?: Matrix }>()
  for (const tensor of lora.tensors) {
    const [, layer, kind = '', side] = NAME.exec(tensor.name) ?? []
    const projection = layout.projections.get(kind)
    if (projection === undefined) throw invalid(`changes ${tensor.name.slice(0, 80)}, which vLLM is not given`)
    const path = `model.layers.${layer}.${projection}`
    const known = sides.get(path) ?? { turned: layout.turnedHeads(projection) }
    sides.set(path, { ...known, [side === 'a' ? 'a' : 'b']: matrixOf(tensor) })
  }
  return new Map(
    [...sides].map(([path, { turned, a, b }]) => {
      if (a === undefined || b === undefined || a.rows !== b.columns)
        throw invalid(`has no pair of matrices for ${path}`)
      // llama.cpp takes a factor of 1 where alpha is not set.
      const factor = lora.alpha === undefined ? scale : (lora.alpha / a.rows) * scale
      return [path, { a, b: scaled(turned === undefined ? b : unturned(b, turned), factor) }] as const
    }),
  )
}

function matrixOf({ name, shape, type, data }: Tensor): Matrix {
  const [columns, rows, ...more] = shape
  if (columns === undefined || rows === undefined || more.length > 0) throw invalid(`has no matrix ${name}`)
  const values = toFloats(data, type, rows * columns)
  if (values === undefined) throw invalid(`has numbers in ${name} that are neither F32, F16 nor BF16, or too few`)
  if (!values.every(Number.isFinite)) throw invalid(`holds a number in ${name} that is not finite`)
  return { rows, columns, values }
}

/** The rows in PyTorch's order. */
function unturned({ rows, columns, values }: Matrix, heads: number): Matrix {
  const order = interleavedHalves(rows, heads)
  if (order === undefined) throw invalid(`has a matrix of ${rows} rows for ${heads} heads`)
  const sorted = new Float32Array(values.length)
  for (const [from, to] of order.entries())
    sorted.set(values.subarray(from * columns, (from + 1) * columns), to * columns)
  return { rows, columns, values: sorted }
}

function scaled({ rows, columns, values }: Matrix, factor: number): Matrix {
  return { rows, columns, values: factor === 1 ? values : values.map((value) => value * factor) }
}

function invalid(what: string): OpenLedgerError {
  return new OpenLedgerError(engineErrors.ENGINE_ADAPTER_INVALID, `an adapter ${what}`)
}
