import { type Token, tellingTokens, tokenise } from './tokenise.ts'

export type DocumentFeatures = {
  readonly kind: 'document'
  /** Numbers, codes and contrast words of title and text. */
  readonly critical: ReadonlySet<string>
  /** The same where points and commas part words and numbers: "2.0" and "2 -0" are two numbers each. */
  readonly criticalParts: ReadonlySet<string>
  /** The critical tokens of the text alone, in their order, with repeats; empty where the text is long. */
  readonly criticalInOrder: string
  /** All tokens of the text that are not frame words; none where the text is long. */
  readonly content: ReadonlySet<string>
  /** Hashes of the text's runs of three tokens, ascending, each once. */
  readonly shingles: Uint32Array
  /** Hashes of the text's tokens, in their order. */
  readonly words: Uint32Array
  /**
   * Under these the document is found: its smallest shingle hashes, and the tokens of a short text. It asks for all its
   * shingle hashes, so that what it holds of another is found whatever stands around.
   */
  readonly keyShingles: Uint32Array
  readonly keyTokens: ReadonlySet<string>
}

const shingleTokens = 3
/** The smallest hashes of a set are a fair sample of it (Broder 1997, "On the resemblance and containment of documents"). */
const sampleSize = 64
/** Texts with fewer shingles are compared word for word: in few words each one may be the fact. */
export const shortTextShingles = 30

/** Describes a document for comparison. */
export function documentFeatures(title: string, text: string): DocumentFeatures {
  const parts = tokenise(partWords(text))
  const words = parts.map((token) => token.text)
  const hashes = new Set<number>()
  for (let at = 0; at + shingleTokens <= words.length; at += 1) {
    hashes.add(hash32(words.slice(at, at + shingleTokens).join(' ')))
  }
  const shingles = Uint32Array.from(hashes).sort()
  const telling = tellingTokens(text)
  const isShort = shingles.length < shortTextShingles
  const content = new Set(isShort ? telling.map((token) => token.text) : [])
  const criticalInText = criticalOf(telling)
  const criticalInTitle = criticalOf(tokenise(title))
  return {
    kind: 'document',
    critical: new Set([...criticalInTitle, ...criticalInText]),
    criticalParts: new Set([...criticalOf(tokenise(partWords(title))), ...criticalOf(parts)]),
    criticalInOrder: isShort ? criticalInText.join(' ') : '',
    content,
    shingles,
    words: Uint32Array.from(words, hash32),
    ...documentKeys(shingles, content),
  }
}

/** The keys of a document, by all its shingle hashes ascending and the tokens that it has if it is short. */
export function documentKeys(
  shingles: Uint32Array,
  content: ReadonlySet<string>,
): Pick<DocumentFeatures, 'keyShingles' | 'keyTokens'> {
  return { keyShingles: shingles.subarray(0, sampleSize), keyTokens: content }
}

const criticalOf = (tokens: readonly Token[]) => tokens.filter(({ critical }) => critical).map(({ text }) => text)

/** Takes the points and commas inside words and numbers away, which an edit adds and drops without changing what is said. */
const partWords = (text: string) => text.replaceAll(/(?<=[\p{L}\p{N}])[.,](?=[\p{L}\p{N}])/gu, ' ')

/** FNV-1a with the finalizer of MurmurHash3: 32 well mixed bits of a string's UTF-16 code units. */
function hash32(text: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
