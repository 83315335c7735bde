import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { contractAddressesSchema } from '@openledger/core/api/addresses.ts'
import { expect, test } from 'vitest'
import { ensureAccount } from '../home/accounts.ts'
import { homePaths } from '../home/homePaths.ts'
import { writeJsonFile } from '../home/jsonFile.ts'
import { readOutsideView } from './outsideView.ts'

const address = (digit: string) => `0x${digit.repeat(40)}`

test('falls back to this machine’s operator, whose key file has a checksummed address', async () => {
  const paths = homePaths(await mkdtemp(join(tmpdir(), 'openledger-view-')))
  const { account } = await ensureAccount(paths.keys, 'operator')
  await writeJsonFile(paths.config, { rpcUrl: 'http://127.0.0.1:1', chainId: 31_337 })
  const names = Object.keys(contractAddressesSchema.shape).filter((name) => name !== 'deployBlock')
  await writeJsonFile(
    paths.addresses,
    Object.fromEntries(names.map((name, i) => [name, address((i + 1).toString(16))])),
  )
  const view = await readOutsideView({}, paths)
  expect(view).toMatchObject({ operator: account.address.toLowerCase(), chainId: 31_337, data: paths.data })
  expect((await readOutsideView({ operator: account.address }, paths)).operator).toBe(view.operator)
})

test('says what is missing', async () => {
  const paths = homePaths(await mkdtemp(join(tmpdir(), 'openledger-view-')))
  await expect(readOutsideView({}, paths)).rejects.toMatchObject({ code: 'CLI_USAGE' })
})
