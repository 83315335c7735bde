import { readFile } from 'node:fs/promises'
import { contractAddressesSchema } from '@openledger/core/api/addresses.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { hex32Schema } from '@openledger/core/primitives/hex.ts'
import { z } from 'zod'
import { nodeErrors } from '../errors.ts'

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in lower-case hex')

/** What a validator is told at its start. Paths are absolute. */
export const validatorConfigSchema = z.strictObject({
  /** Folder of what it keeps: journal.json, weights/. */
  folder: z.string().min(1),
  rpcUrl: z.url(),
  chainId: z.int().min(1),
  addresses: contractAddressesSchema,
  /** JSON file { privateKey } of the validator's account. */
  keyFile: z.string().min(1),
  /** JSON file { publicKey, privateKey }: what content for it is sealed to. */
  sealKeyFile: z.string().min(1),
  /** Address of a gateway (http), or the folder of its published data. */
  data: z.string().min(1),
  /** Folder of the models' adapters and indexes. */
  modelsDir: z.string().min(1),
  baseModel: z.strictObject({ id: z.string().min(1), file: z.string().min(1), sha256 }),
  python: z.string().min(1),
  trainerFolder: z.string().min(1),
  /** Look once, then end. */
  once: z.boolean().default(false),
  interval_ms: z.int().min(100).default(5_000),
})

export type ValidatorConfig = z.output<typeof validatorConfigSchema>

/** The pair that content is sealed to. */
export const sealKeySchema = z.strictObject({ publicKey: hex32Schema, privateKey: hex32Schema })

/** Reads a JSON file of a validator. @throws NODE_CONFIG_INVALID naming the field */
export async function readValidatorFile<T extends z.ZodType>(file: string, schema: T): Promise<z.output<T>> {
  let json: unknown
  try {
    json = JSON.parse(await readFile(file, 'utf8'))
  } catch (cause) {
    throw new OpenLedgerError(nodeErrors.NODE_CONFIG_INVALID, `${file} can't be read as JSON.`, { cause })
  }
  const parsed = schema.safeParse(json)
  if (parsed.success) return parsed.data
  throw new OpenLedgerError(nodeErrors.NODE_CONFIG_INVALID, `${file}: ${z.prettifyError(parsed.error)}`)
}
