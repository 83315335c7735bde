import { type Hex, hexToBigInt, size, slice } from 'viem'
import { allBy, recoverSigner as recover } from '#secp256k1'
import { OpenLedgerError } from '../errors/openLedgerError.ts'
import { coreErrors } from '../errors.ts'
import type { Address } from '../primitives/address.ts'
import type { Hex32 } from '../primitives/hex.ts'
import type { SignedDigest } from '../primitives/secp256k1/signedDigest.ts'

/** Half of the secp256k1 order: above it a signature has a twin, and both would be valid. */
const HALF_ORDER = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n

function malformed(why: string, cause?: unknown): never {
  throw new OpenLedgerError(coreErrors.SIGNATURE_MALFORMED, `The signature is malformed: ${why}.`, { cause })
}

/** What of the one form a signature lacks. */
function wrongForm(signature: Hex): string | undefined {
  if (!/^0x[0-9a-fA-F]*$/.test(signature) || size(signature) !== 65) return 'it is not 65 bytes of hex'
  if (hexToBigInt(slice(signature, 32, 64)) > HALF_ORDER) return 's is in the upper half of the order'
  const v = Number(slice(signature, 64, 65))
  return v === 27 || v === 28 ? undefined : `v is ${v}`
}

/**
 * Whether one account signed all of these digests, each in the one form: what recovering every signer says, decided for
 * all at once where that is quicker. It names nobody: `false` says that some signature is another's or none.
 */
export async function signedByAll(account: Address, signed: readonly SignedDigest[]): Promise<boolean> {
  return signed.every(({ signature }) => wrongForm(signature) === undefined) && (await allBy(account, signed))
}

/**
 * Recovers who signed a digest. Accepts one form only: 65 bytes r, s, v with v 27 or 28 and low s.
 * @throws SIGNATURE_MALFORMED
 */
export async function recoverSigner(digest: Hex32, signature: Hex): Promise<Address> {
  const wrong = wrongForm(signature)
  if (wrong !== undefined) malformed(wrong)
  try {
    return await recover(digest, signature)
  } catch (cause) {
    malformed('it recovers no key', cause)
  }
}

/**
 * Asserts who signed a digest.
 * @param what what was signed, for the error
 * @throws SIGNATURE_MALFORMED, SIGNATURE_WRONG_SIGNER
 */
export async function assertSigner(digest: Hex32, signature: Hex, expected: Address, what: string): Promise<void> {
  const signer = await recoverSigner(digest, signature)
  if (signer !== expected) {
    throw new OpenLedgerError(
      coreErrors.SIGNATURE_WRONG_SIGNER,
      `The ${what} is signed by ${signer}, not by ${expected}.`,
      {
        details: { expected, found: signer },
      },
    )
  }
}
