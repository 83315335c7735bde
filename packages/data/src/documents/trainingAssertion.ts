import { decodeFirst } from 'cborg'
import { z } from 'zod'

/** Labels of the assertion (C2PA 1.x; CAWG Training and Data Mining Assertion 1.1), which a second one in a manifest follows with `__1`. */
const LABELS = ['cawg.training-mining', 'c2pa.training-mining'] as const
/** Uses that would be made of a record here. */
const USES = /^(?:cawg|c2pa)\.(?:ai_training|ai_generative_training|data_mining)$/
/** What follows a label: its box's end, and the head of the box with the assertion in it. */
const GAP_MAX = 64

const assertionSchema = z.object({
  entries: z.record(z.string(), z.object({ use: z.string() }).catch({ use: 'unknown' })),
})

/**
 * What an author's C2PA manifest reserves, found by its assertion boxes (JUMBF, ISO 19566-5) wherever in the bytes they lie:
 * a PDF's embedded file, a picture's segment. Whether the manifest is signed, and by whom, is not asked: who says no is
 * taken at their word. `constrained` is no permission either.
 *
 * @returns the first use that is not allowed, e.g. `cawg.ai_training`; undefined where none is reserved
 */
export function findTrainingAssertion(bytes: Uint8Array): string | undefined {
  for (const label of LABELS) {
    for (let at = indexOf(bytes, label, 0); at !== -1; at = indexOf(bytes, label, at + label.length)) {
      const reserved = readAssertion(bytes, at + label.length)
      if (reserved !== undefined) return reserved
    }
  }
  return undefined
}

function readAssertion(bytes: Uint8Array, after: number): string | undefined {
  for (let at = after; at < after + GAP_MAX; at += 1) {
    const type = String.fromCharCode(...bytes.subarray(at, at + 4))
    if (type !== 'cbor' && type !== 'json') continue
    const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(at - 4)
    const content = bytes.subarray(at + 4, Math.min(bytes.length, at - 4 + Math.max(8, length)))
    const read = assertionSchema.safeParse(decoded(type, content)).data
    const found = Object.entries(read?.entries ?? {}).find(([name, { use }]) => USES.test(name) && use !== 'allowed')
    return found?.[0]
  }
  return undefined
}

function decoded(type: 'cbor' | 'json', content: Uint8Array): unknown {
  try {
    return type === 'cbor' ? decodeFirst(content)[0] : JSON.parse(new TextDecoder().decode(content))
  } catch {
    return undefined
  }
}

function indexOf(bytes: Uint8Array, text: string, from: number): number {
  const [first = 0] = Buffers.encode(text)
  for (let at = bytes.indexOf(first, from); at !== -1; at = bytes.indexOf(first, at + 1)) {
    let same = 1
    while (same < text.length && bytes[at + same] === text.charCodeAt(same)) same += 1
    if (same === text.length) return at
  }
  return -1
}

const Buffers = new TextEncoder()
