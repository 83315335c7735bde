import { readFile } from 'node:fs/promises'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { hex32Schema } from '@openledger/core/primitives/hex.ts'
import type { Hex } from 'viem'
import { z } from 'zod'
import { nodeErrors } from './errors.ts'

const keyFileSchema = z.looseObject({ privateKey: hex32Schema })

/**
 * Reads the operator's private key. The message of a failure holds nothing of the file.
 *
 * @throws NODE_KEY_INVALID
 */
export async function readOperatorKey(file: string): Promise<Hex> {
  try {
    return keyFileSchema.parse(JSON.parse(await readFile(file, 'utf8'))).privateKey
  } catch {
    throw new OpenLedgerError(nodeErrors.NODE_KEY_INVALID, `${file} holds no private key.`)
  }
}
