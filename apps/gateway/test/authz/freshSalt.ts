import { randomBytes } from 'node:crypto'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { bytesToHex } from 'viem'

/** 32 bytes that nobody has seen. */
export const freshSalt = (): Hex32 => bytesToHex(randomBytes(32))
