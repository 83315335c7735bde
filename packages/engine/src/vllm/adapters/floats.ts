/** Types of numbers in a GGUF file (ggml.h) that are read. */
const [F32, F16, BF16] = [0, 1, 30]

/**
 * Little-endian numbers of a GGUF tensor as 32-bit floats, exactly.
 * @param type ggml's
 * @returns undefined where they are of another type, or too few
 */
export function toFloats(data: Uint8Array, type: number, count: number): Float32Array | undefined {
  const size = type === F32 ? 4 : 2
  if (![F32, F16, BF16].includes(type) || data.length < count * size) return undefined
  // A copy lies at a place that every type can be read from.
  const own = data.slice(0, count * size).buffer
  if (type === F32) return new Float32Array(own)
  if (type === F16) return Float32Array.from(new Uint16Array(own), fromHalf)
  return new Float32Array(Uint32Array.from(new Uint16Array(own), (bits) => bits << 16).buffer)
}

/** IEEE 754's binary16. */
function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 0x1f
  const fraction = bits & 0x3ff
  if (exponent === 0) return sign * fraction * 2 ** -24
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
}
