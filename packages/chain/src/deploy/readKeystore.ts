import { createDecipheriv, pbkdf2 } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { scrypt } from 'hash-wasm'
import { concat, type Hex, keccak256, toHex } from 'viem'
import { z } from 'zod'
import { chainErrors } from '../errors.ts'

const hexText = z.string().regex(/^([0-9a-fA-F]{2})+$/)
const scryptParams = z.object({
  dklen: z.literal(32),
  n: z
    .int()
    .min(2)
    .max(1 << 20),
  r: z.int().min(1).max(32),
  p: z.int().min(1).max(16),
  salt: hexText,
})
const pbkdf2Params = z.object({
  dklen: z.literal(32),
  c: z.int().min(1).max(10_000_000),
  prf: z.literal('hmac-sha256'),
  salt: hexText,
})
const cipher = {
  cipher: z.literal('aes-128-ctr'),
  cipherparams: z.object({ iv: hexText.length(32) }),
  ciphertext: hexText.length(64),
  mac: hexText.length(64),
}
/** Web3 Secret Storage, version 3: what geth, Foundry, ethers and most wallets write. */
const keystoreSchema = z.object({
  version: z.literal(3),
  crypto: z.discriminatedUnion('kdf', [
    z.object({ kdf: z.literal('scrypt'), kdfparams: scryptParams, ...cipher }),
    z.object({ kdf: z.literal('pbkdf2'), kdfparams: pbkdf2Params, ...cipher }),
  ]),
})

/**
 * Opens an encrypted key file. The message of a failure holds nothing of file or password.
 * @throws CHAIN_KEYSTORE_INVALID when it is none, or the password is wrong
 */
export async function readKeystore(file: string, password: string): Promise<Hex> {
  const parsed = keystoreSchema.safeParse(await readJson(file))
  if (!parsed.success) throw invalid(`${file} is not a keystore of version 3.`)
  const { crypto } = parsed.data
  const derived = await derive(crypto, password)
  const bytes = (text: string) => Buffer.from(text, 'hex')
  const mac = keccak256(concat([toHex(derived.subarray(16, 32)), toHex(bytes(crypto.ciphertext))]))
  if (mac.slice(2) !== crypto.mac.toLowerCase()) throw invalid(`The password does not open ${file}.`)
  const decipher = createDecipheriv('aes-128-ctr', derived.subarray(0, 16), bytes(crypto.cipherparams.iv))
  return toHex(Buffer.concat([decipher.update(bytes(crypto.ciphertext)), decipher.final()]))
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'))
  } catch {
    throw invalid(`${file} can't be read as a keystore.`)
  }
}

async function derive(crypto: z.output<typeof keystoreSchema>['crypto'], password: string): Promise<Buffer> {
  const salt = Buffer.from(crypto.kdfparams.salt, 'hex')
  if (crypto.kdf === 'pbkdf2') return promisify(pbkdf2)(password, salt, crypto.kdfparams.c, 32, 'sha256')
  const { n, r, p } = crypto.kdfparams
  // Not node's: OpenSSL refuses the small blocks that the definition's own example has.
  const cost = { costFactor: n, blockSize: r, parallelism: p, hashLength: 32 }
  return Buffer.from(await scrypt({ password, salt, ...cost, outputType: 'binary' }))
}

function invalid(message: string): OpenLedgerError {
  return new OpenLedgerError(chainErrors.CHAIN_KEYSTORE_INVALID, message)
}
