import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { chainTime, moveTime } from '../actions/moveTime.ts'
import { callRpc } from '../rpc/callRpc.ts'
import { anvilBinary } from './anvilBinary.ts'
import { type Anvil, startAnvil } from './startAnvil.ts'
import { backupPath, stateBlockNumber } from './stateFile.ts'

let folder: string
let running: Anvil | undefined
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'openledger-anvil-'))
})
afterEach(async () => {
  await running?.stop()
  running = undefined
  rmSync(folder, { recursive: true, force: true })
})

const start = async () => {
  running = await startAnvil({ stateFile: join(folder, 'state.json'), logFile: join(folder, 'anvil.log') })
  return running
}
const height = async (anvil: Anvil) => BigInt(String(await callRpc(anvil.rpcUrl, 'eth_blockNumber', [])))
const killHard = async (anvil: Anvil) => {
  process.kill(anvil.pid, 'SIGKILL')
  await anvil.exited
}

test('flushed blocks survive a kill', async () => {
  const first = await start()
  expect(first.loadedFrom).toBe('none')
  await callRpc(first.rpcUrl, 'anvil_mine', ['0x7'])
  await first.flush()
  await killHard(first)
  const second = await start()
  expect(await height(second)).toBeGreaterThanOrEqual(7n)
}, 20_000)

test('time that was moved stays moved: no block is older than the one before a restart', async () => {
  const first = await start()
  const time = Math.floor(Date.now() / 1000) + 3_600
  await moveTime({ rpcUrl: first.rpcUrl, time })
  await first.flush()
  await killHard(first)
  const second = await start()
  await callRpc(second.rpcUrl, 'anvil_mine', ['0x1'])
  const after = await chainTime(second.rpcUrl)
  expect(after).toBeGreaterThanOrEqual(time)
  expect(after).toBeLessThan(time + 60)
}, 20_000)

test('a half written state file is replaced by the last whole copy', async () => {
  const first = await start()
  await callRpc(first.rpcUrl, 'anvil_mine', ['0x3'])
  await first.flush()
  await killHard(first)
  const stateFile = join(folder, 'state.json')
  const whole = readFileSync(stateFile, 'utf8')
  for (const cut of [0, 1, Math.floor(whole.length / 2), whole.length - 1]) {
    writeFileSync(stateFile, whole.slice(0, cut))
    const again = await start()
    expect(again.loadedFrom).toBe('backup')
    expect(await height(again)).toBe(3n)
    await killHard(again)
  }
}, 30_000)

test('a chain is never replaced by an empty one when both files are broken', async () => {
  const stateFile = join(folder, 'state.json')
  writeFileSync(stateFile, '{"block":')
  writeFileSync(backupPath(stateFile), '{"blo')
  await expect(start()).rejects.toMatchObject({ code: 'CHAIN_STATE_UNREADABLE' })
})

test('6 kills at random moments while blocks are mined: it always starts again and keeps what was flushed', async () => {
  let flushed = 0n
  let seed = 7
  const random = () => {
    seed = (seed * 1103515245 + 12345) % 2147483648
    return seed / 2147483648
  }
  for (let round = 0; round < 6; round++) {
    const anvil = await start()
    expect(await height(anvil)).toBeGreaterThanOrEqual(flushed)
    if (round % 3 === 0) {
      await callRpc(anvil.rpcUrl, 'anvil_mine', ['0x5'])
      await anvil.flush()
      flushed = await height(anvil)
    }
    const mining = (async () => {
      for (;;) {
        try {
          await callRpc(anvil.rpcUrl, 'anvil_mine', ['0x2'])
        } catch {
          return
        }
      }
    })()
    await sleep(Math.floor(random() * 1_200))
    await killHard(anvil)
    await mining
  }
  const last = await start()
  expect(await height(last)).toBeGreaterThanOrEqual(flushed)
  expect(stateBlockNumber(readFileSync(backupPath(join(folder, 'state.json')), 'utf8'))).toBeGreaterThanOrEqual(flushed)
}, 120_000)

test('a taken port and a missing platform are coded errors', async () => {
  const first = await start()
  await expect(startAnvil({ port: first.port, logFile: join(folder, 'b.log') })).rejects.toMatchObject({
    code: 'CHAIN_ANVIL_START',
  })
  expect(() => anvilBinary('plan9', 'x64')).toThrow(expect.objectContaining({ code: 'CHAIN_ANVIL_MISSING' }))
}, 20_000)
