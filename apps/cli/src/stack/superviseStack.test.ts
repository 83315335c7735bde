import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { homePaths } from '../home/homePaths.ts'
import { superviseStack } from './superviseStack.ts'
import { waitFor } from './waitFor.ts'

const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

test('stopped while the node starts: chain and node end, and nothing is left noted', async () => {
  const home = await mkdtemp(join(tmpdir(), 'openledger-supervise-'))
  const paths = homePaths(home)
  const stopping = new AbortController()
  const root = resolve(import.meta.dirname, '../../../..')
  const supervised = superviseStack({
    paths,
    root,
    rpcPort: 0,
    port: 0,
    report: () => {},
    onReady: () => {
      throw new Error('it was ready before it could be stopped')
    },
    signal: stopping.signal,
  })
  const noted = (name: string) =>
    readFile(join(paths.run, `${name}.json`), 'utf8').then(
      (text) => z.looseObject({ pid: z.int() }).parse(JSON.parse(text)).pid,
      () => undefined,
    )
  const node = await waitFor('the node to be noted', () => noted('node'), { timeoutMs: 60_000, everyMs: 5 })
  const chain = await noted('chain')
  expect([node, chain].map((pid) => pid !== undefined && isAlive(pid))).toEqual([true, true])
  stopping.abort(new Error('stop'))
  await supervised
  expect([node, chain].map((pid) => pid !== undefined && isAlive(pid))).toEqual([false, false])
  expect(await readdir(paths.run)).toEqual([])
  await rm(home, { recursive: true })
}, 120_000)
