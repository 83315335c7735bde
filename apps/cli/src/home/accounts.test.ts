import { mkdtemp, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ensureAccount, listAccounts, loadAccount } from './accounts.ts'

const folder = () => mkdtemp(join(tmpdir(), 'openledger-accounts-'))

test('an account is made once and kept', async () => {
  const at = await folder()
  const made = await Promise.all(Array.from({ length: 8 }, () => ensureAccount(at, 'ada')))
  const { account } = await loadAccount(at, 'ada')
  expect(made.map((one) => one.account.address)).toEqual(Array.from({ length: 8 }, () => account.address))
  expect(await listAccounts(at)).toEqual(['ada'])
  expect((await stat(join(at, 'ada.json'))).mode & 0o077).toBe(0)
})

test('a name cannot leave the folder; an unknown one and a damaged file say so', async () => {
  const at = await folder()
  await expect(ensureAccount(at, '../ada')).rejects.toMatchObject({ code: 'CLI_USAGE' })
  await expect(loadAccount(at, 'bo')).rejects.toMatchObject({ code: 'CLI_ACCOUNT_UNKNOWN' })
  await writeFile(join(at, 'bo.json'), '{"privateKey": 1}')
  await expect(loadAccount(at, 'bo')).rejects.toMatchObject({ code: 'CLI_FILE_INVALID' })
})
