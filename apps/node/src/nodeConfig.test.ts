import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { contractAddressesSchema } from '@openledger/core/api/addresses.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readNodeConfig } from './nodeConfig.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'openledger-config-'))
})
afterAll(() => rm(folder, { recursive: true }))

const names = Object.keys(contractAddressesSchema.shape).filter((name) => name !== 'deployBlock')
const base = {
  home: '.',
  rpcUrl: 'http://127.0.0.1:8545',
  chainId: 1,
  addresses: Object.fromEntries(names.map((name) => [name, `0x${'1'.repeat(40)}`])),
  operatorKeyFile: 'operator.json',
  baseModel: { id: 'm', file: 'm.gguf', sha256: 'a'.repeat(64) },
  embeddingModel: { id: 'e', file: 'e.gguf' },
  python: 'python3',
  trainerFolder: 'trainer',
}
const read = async (more: object) => {
  const file = join(folder, 'config.json')
  await writeFile(file, JSON.stringify({ ...base, ...more }))
  return readNodeConfig(file)
}

test('the addresses that people sign in to: as browsers say them, in the open on this machine alone', async () => {
  const origins = ['https://ledger.example', 'https://ledger.example:8443', 'http://localhost:8080']
  expect((await read({ origins })).origins).toEqual(origins)
  expect((await read({})).origins).toBeUndefined()
  for (const wrong of [
    'http://ledger.example',
    'https://ledger.example/',
    'https://ledger.example/app',
    'https://LEDGER.example',
    'https://ledger.example:443',
    'https://user@ledger.example',
    'ledger.example',
    'ftp://localhost',
  ])
    await expect(read({ origins: [wrong] }), wrong).rejects.toMatchObject({ code: 'NODE_CONFIG_INVALID' })
  await expect(read({ origins: [] })).rejects.toMatchObject({ code: 'NODE_CONFIG_INVALID' })
})

test('a vLLM server: its folder lies beside the configuration, and calls side by side are as many as it takes', async () => {
  const url = 'http://127.0.0.1:8000'
  const { vllm, concurrentCalls } = await read({ vllm: { url, adaptersFolder: 'there' }, concurrentCalls: 256 })
  expect(concurrentCalls).toBe(256)
  expect(vllm).toEqual({ url, adaptersFolder: join(folder, 'there'), adaptersMax: 64, wait_s: 600, silence_s: 120 })
  for (const wrong of [{}, { url: 'ftp://host' }, { url, apiKey: '' }, { url, temperature: 1 }])
    await expect(read({ vllm: wrong })).rejects.toMatchObject({ code: 'NODE_CONFIG_INVALID' })
  expect((await read({})).vllm).toBeUndefined()
})
