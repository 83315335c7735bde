import { hashTypedData } from 'viem'
import { type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts'
import { signDigest } from '#secp256k1'
import type { Hex32 } from '../primitives/hex.ts'

/** An account that signs digests and typed data (EIP-712) as fast as this machine can; all else as viem's. */
export function signingAccount(privateKey: Hex32): PrivateKeyAccount {
  return {
    ...privateKeyToAccount(privateKey),
    sign: async ({ hash }) => signDigest(hash, privateKey),
    signTypedData: async (typedData) => signDigest(hashTypedData(typedData), privateKey),
  }
}
