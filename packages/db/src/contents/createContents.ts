import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { Hex } from '../columns.ts'
import { DB_ERRORS } from '../errors.ts'
import { blindWords } from './blindWords.ts'

const IV_BYTES = 12
const TAG_BYTES = 16
/** Datanets whose keys stay in memory. */
const KEPT_MAX = 1_024

/** What stands in `records.content`: base64 of iv ‖ tag ‖ ciphertext. */
export type SealedContent = { readonly sealed: string }

/** Whose content it is: its Datanet names the key, its commitment is bound into it. */
export type ContentPlace = { readonly datanetId: Hex; readonly commitment: Hex }

/** The only way to what records say. */
export type Contents = {
  /** Encrypts a record's content for `records.content`. */
  readonly seal: (place: ContentPlace, content: unknown) => SealedContent
  /**
   * Decrypts what {@link Contents.seal} made; null stays null, and a row of before contents were sealed is handed back.
   * @throws CONTENT_UNSEALING_FAILED when secret, Datanet or commitment is another one, or the text was changed
   */
  readonly open: (place: ContentPlace, stored: unknown) => unknown
  /** The words of a text as numbers that mean nothing without the Datanet's key; each once, ascending. */
  readonly words: (datanetId: Hex, text: string) => bigint[]
  /** 32 bytes under which the blocks of one uploaded file are sealed ({@link createBlockSeal}): its own, by its id. */
  readonly fileKey: (id: string) => Buffer
}

/** What an operator's contents are sealed with: another secret than those of its keys, from the same private key. */
export function contentSecret(operatorKey: Uint8Array): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', operatorKey, '', 'openledger contents', 32))
}

/**
 * Seals the contents of records, each Datanet's under a key of its own (AES-256-GCM), which follows from the secret and
 * the Datanet's id (HKDF, RFC 5869): there is no key that a rolled-back transaction or a lost row could take away.
 *
 * @param secret 32 bytes ({@link contentSecret})
 */
export function createContents(secret: Uint8Array): Contents {
  const keys = new Map<Hex, { readonly content: Buffer; readonly words: Buffer }>()
  const keysOf = (datanetId: Hex) => {
    const known = keys.get(datanetId)
    if (known !== undefined) return known
    const derive = (purpose: string) => Buffer.from(hkdfSync('sha256', secret, datanetId, purpose, 32))
    const made = { content: derive('openledger content'), words: derive('openledger words') }
    const [oldest] = keys.keys()
    if (keys.size >= KEPT_MAX && oldest !== undefined) keys.delete(oldest)
    keys.set(datanetId, made)
    return made
  }
  return {
    seal: ({ datanetId, commitment }, content) => {
      const iv = randomBytes(IV_BYTES)
      const cipher = createCipheriv('aes-256-gcm', keysOf(datanetId).content, iv).setAAD(Buffer.from(commitment))
      const sealed = Buffer.concat([cipher.update(JSON.stringify(content), 'utf8'), cipher.final()])
      return { sealed: Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64') }
    },
    open: (place, stored) => (isSealed(stored) ? unseal(keysOf(place.datanetId).content, place, stored) : stored),
    words: (datanetId, text) => blindWords(keysOf(datanetId).words, text),
    fileKey: (id) => Buffer.from(hkdfSync('sha256', secret, id, 'openledger upload', 32)),
  }
}

function isSealed(stored: unknown): stored is SealedContent {
  return typeof stored === 'object' && stored !== null && 'sealed' in stored && typeof stored.sealed === 'string'
}

function unseal(key: Buffer, { commitment }: ContentPlace, { sealed }: SealedContent): unknown {
  const bytes = Buffer.from(sealed, 'base64')
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES)).setAAD(Buffer.from(commitment))
    decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES))
    const text = Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString()
    return JSON.parse(text)
  } catch (cause) {
    throw new OpenLedgerError(DB_ERRORS.CONTENT_UNSEALING_FAILED, `The content of ${commitment} can't be unsealed.`, {
      cause,
    })
  }
}
