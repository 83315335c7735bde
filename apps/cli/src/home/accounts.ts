import { randomBytes, randomUUID } from 'node:crypto'
import { link, mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts'
import { z } from 'zod'
import { cliErrors } from '../errors.ts'
import { readJsonFile } from './jsonFile.ts'

const keyFileSchema = z.strictObject({
  address: z.templateLiteral(['0x', z.string()]),
  privateKey: z.templateLiteral(['0x', z.string().regex(/^[0-9a-f]{64}$/)]),
})

/** An account whose key lies in the state folder. */
export type NamedAccount = { readonly name: string; readonly account: PrivateKeyAccount }

const nameSchema = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'a name has letters a–z, digits and dashes')

function fileOf(folder: string, name: string): string {
  if (!nameSchema.safeParse(name).success) {
    throw new OpenLedgerError(
      cliErrors.CLI_USAGE,
      `'${name}' cannot name an account: letters a–z, digits and dashes, at most 40`,
    )
  }
  return join(folder, `${name}.json`)
}

/**
 * The account of that name.
 * @throws CLI_ACCOUNT_UNKNOWN when there is none, CLI_FILE_INVALID when its file is damaged
 */
export async function loadAccount(folder: string, name: string): Promise<NamedAccount> {
  const key = await readJsonFile(fileOf(folder, name), keyFileSchema)
  if (key === undefined)
    throw new OpenLedgerError(cliErrors.CLI_ACCOUNT_UNKNOWN, `There is no account '${name}' in ${folder}`)
  return { name, account: privateKeyToAccount(key.privateKey) }
}

/** The account of that name; made with a random key when there is none. Who makes it at once, in this process or another, gets the same one. */
export async function ensureAccount(folder: string, name: string): Promise<NamedAccount> {
  const file = fileOf(folder, name)
  if ((await readJsonFile(file, keyFileSchema)) === undefined) {
    const privateKey = `0x${randomBytes(32).toString('hex')}` as const
    const { address } = privateKeyToAccount(privateKey)
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const draft = `${file}.${randomUUID()}.tmp`
    await writeFile(draft, `${JSON.stringify({ address, privateKey }, null, 2)}\n`, { mode: 0o600 })
    await link(draft, file).catch((error: unknown) => {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    })
    await rm(draft, { force: true })
  }
  return loadAccount(folder, name)
}

/** Names of all accounts in the folder, sorted. */
export async function listAccounts(folder: string): Promise<readonly string[]> {
  const files = await readdir(folder).catch(() => [])
  return files
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -5))
    .toSorted()
}
