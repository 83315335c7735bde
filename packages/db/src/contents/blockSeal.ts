import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { DB_ERRORS } from '../errors.ts'

const IV_BYTES = 12
const TAG_BYTES = 16

/** Plain bytes of every block but a file's last. */
export const SEAL_BLOCK_BYTES = 2 ** 20
/** What a block grows by when it is sealed: iv and tag. */
export const SEAL_EXTRA_BYTES = IV_BYTES + TAG_BYTES

/** Seals the blocks of files under one key: each can be read and written without the others. */
export type BlockSeal = {
  /** iv ‖ tag ‖ ciphertext (AES-256-GCM). Another time gives other bytes. */
  readonly seal: (file: string, block: number, bytes: Uint8Array) => Buffer
  /** @throws CONTENT_UNSEALING_FAILED when key, file or block is another one, or a byte was changed */
  readonly open: (file: string, block: number, sealed: Uint8Array) => Buffer
}

/** @param key 32 bytes, of one set of files alone ({@link Contents.fileKey}) */
export function createBlockSeal(key: Uint8Array): BlockSeal {
  const place = (file: string, block: number) => Buffer.from(`${file}:${block}`)
  return {
    seal: (file, block, bytes) => {
      const iv = randomBytes(IV_BYTES)
      const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(place(file, block))
      const sealed = Buffer.concat([cipher.update(bytes), cipher.final()])
      return Buffer.concat([iv, cipher.getAuthTag(), sealed])
    },
    open: (file, block, sealed) => {
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, IV_BYTES), {
          authTagLength: TAG_BYTES,
        }).setAAD(place(file, block))
        decipher.setAuthTag(sealed.subarray(IV_BYTES, SEAL_EXTRA_BYTES))
        return Buffer.concat([decipher.update(sealed.subarray(SEAL_EXTRA_BYTES)), decipher.final()])
      } catch (cause) {
        throw new OpenLedgerError(DB_ERRORS.CONTENT_UNSEALING_FAILED, `Block ${block} of ${file} can't be unsealed.`, {
          cause,
        })
      }
    },
  }
}
