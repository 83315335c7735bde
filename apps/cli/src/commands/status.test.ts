import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { contractAddressesSchema } from '@openledger/core/api/addresses.ts'
import { infoSchema } from '@openledger/core/api/info.ts'
import { expect, test } from 'vitest'
import { homePaths } from '../home/homePaths.ts'
import { createTerminal } from '../output/terminal.ts'
import { writeRunFile } from '../stack/runFile.ts'
import { command } from './status.ts'

const address = (digit: string) => `0x${digit.repeat(40)}`
const hash = `0x${'1'.repeat(64)}`
const info = {
  chainId: 31_337,
  rpcUrl: 'http://127.0.0.1:1',
  addresses: Object.fromEntries(
    Object.keys(contractAddressesSchema.omit({ deployBlock: true }).shape).map((name) => [name, address('1')]),
  ),
  operator: address('a'),
  baseModel: { id: 'base', hash },
  codeHash: hash,
  versions: {},
}

test('a node that pays nothing is shown with its reason, and is a failure', async () => {
  const chainTrouble = { code: 'CHAIN_REORG_TOO_DEEP', message: 'The chain changed.', hint: 'Look at it.' }
  const home = await mkdtemp(join(tmpdir(), 'openledger-status-'))
  const paths = homePaths(home)
  let body: object = infoSchema.parse(info)
  const server = createServer((_, answer) => answer.end(JSON.stringify(body)))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  for (const name of ['chain', 'node'] as const) await writeRunFile(paths.run, name, { pid: process.pid, url })
  const run = async (json: boolean) => {
    let text = ''
    const stdout = new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        text += chunk.toString()
        done()
      },
    })
    const terminal = createTerminal({ stdout, stderr: stdout, color: false, interactive: false, width: 100 })
    const signal = new AbortController().signal
    const code = await command.run({
      values: {},
      positionals: [],
      terminal,
      paths,
      root: home,
      json,
      canAsk: false,
      env: {},
      signal,
    })
    return { code, text }
  }
  expect((await run(false)).code).toBe(0)
  body = infoSchema.parse({ ...info, chainTrouble })
  const shown = await run(false)
  expect(shown.code).toBe(1)
  expect(shown.text).toContain('nothing is paid: CHAIN_REORG_TOO_DEEP')
  expect(JSON.parse((await run(true)).text)).toMatchObject({ chainTrouble })
  server.close()
  await rm(home, { recursive: true })
})
