import { z } from 'zod'

const textSchema = z.array(z.base64())

/**
 * Vectors as the answer of a call that a receipt's response hash is of: a JSON array without blanks that has each in
 * base64, 32-bit floats, the lowest byte first.
 */
export function vectorsText(vectors: readonly (readonly number[])[]): string {
  return JSON.stringify(vectors.map(toBase64))
}

/** The vectors of such an answer, still in base64. */
export function vectorsOf(text: string): readonly string[] {
  return textSchema.parse(JSON.parse(text))
}

/** A vector's numbers. */
export function toNumbers(base64: string): number[] {
  const bytes = Buffer.from(base64, 'base64')
  return Array.from({ length: bytes.length / 4 }, (_, place) => bytes.readFloatLE(4 * place))
}

function toBase64(vector: readonly number[]): string {
  const bytes = Buffer.alloc(4 * vector.length)
  for (const [place, number] of vector.entries()) bytes.writeFloatLE(number, 4 * place)
  return bytes.toString('base64')
}
