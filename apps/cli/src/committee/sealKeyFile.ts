import { randomUUID } from 'node:crypto'
import { link, mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createSealKey, type SealKey } from '@openledger/core/committee/sealBox.ts'
import { hex32Schema } from '@openledger/core/primitives/hex.ts'
import { z } from 'zod'
import { readJsonFile } from '../home/jsonFile.ts'

const sealKeySchema = z.strictObject({ publicKey: hex32Schema, privateKey: hex32Schema })

/** Where a validator of this machine keeps what it knows: its key for content, its journal, its weights. */
export function validatorFolder(home: string, name: string): string {
  return join(home, 'validators', name)
}

/**
 * The key that content for a validator is sealed to; drawn when there is none. Two processes at once get the same one.
 * @returns the key and its file
 * @throws CLI_FILE_INVALID when the file is damaged
 */
export async function ensureSealKey(folder: string): Promise<{ readonly key: SealKey; readonly file: string }> {
  const file = join(folder, 'seal.json')
  const there = await readJsonFile(file, sealKeySchema)
  if (there !== undefined) return { key: there, file }
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const draft = `${file}.${randomUUID()}.tmp`
  await writeFile(draft, `${JSON.stringify(await createSealKey())}\n`, { mode: 0o600 })
  await link(draft, file).catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  })
  await rm(draft, { force: true })
  return ensureSealKey(folder)
}
