import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { z } from 'zod'
import { chainErrors } from '../errors.ts'
import { callRpc } from '../rpc/callRpc.ts'
import { anvilBinary } from './anvilBinary.ts'
import { freePort, portTaken } from './freePort.ts'
import { type BackupMark, backUpStateFile, repairStateFile } from './stateFile.ts'

export type StartAnvilOptions = {
  /** Where the chain lives between runs; its folder is made. Absent: a chain in memory. */
  readonly stateFile?: string
  /** Absent: a free one. */
  readonly port?: number
  readonly host?: string
  readonly chainId?: number
  /** Start as a copy of this RPC's chain, in memory. */
  readonly forkUrl?: string
  /** Where anvil's output is appended. */
  readonly logFile: string
  /** Let anvil outlive this process: the caller keeps its pid. */
  readonly detached?: boolean
  readonly startTimeout_ms?: number
  /** Told the process id before the chain answers: whoever cleans up after a kill has to know it from then on. */
  readonly onSpawn?: (pid: number) => Promise<void>
}

export type Anvil = {
  readonly rpcUrl: string
  readonly port: number
  readonly pid: number
  /** Where the chain came from: nothing, its state file, or the backup because the state file was half written. */
  readonly loadedFrom: 'none' | 'state' | 'backup'
  /** Resolves with the exit code (null: killed) when anvil ends, for whatever reason. */
  readonly exited: Promise<number | null>
  /** Resolves once every block mined so far is in the backup on disk: a kill after that loses none of them. */
  flush(): Promise<void>
  /** Ends anvil gently: it writes its state a last time. */
  stop(): Promise<void>
}

/**
 * Starts the development chain. Its state is written to disk every second, and a whole copy is kept beside it as long
 * as this process lives, so that a `kill -9` at any moment loses at most the last seconds of blocks, never the chain.
 * @throws CHAIN_ANVIL_MISSING, CHAIN_ANVIL_START, CHAIN_STATE_UNREADABLE
 */
export async function startAnvil(options: StartAnvilOptions): Promise<Anvil> {
  const { stateFile, logFile, host = '127.0.0.1', chainId = 31337, startTimeout_ms = 20_000 } = options
  for (const file of [stateFile, logFile]) if (file !== undefined) mkdirSync(dirname(file), { recursive: true })
  const loadedFrom = stateFile === undefined ? 'none' : await repairStateFile(stateFile)
  const port = options.port ?? (await freePort())
  if (await portTaken(port, host)) {
    throw new OpenLedgerError(chainErrors.CHAIN_ANVIL_START, `Port ${port} on ${host} is taken.`)
  }
  const state = stateFile === undefined ? [] : ['--state', stateFile, '--state-interval', '1']
  const fork = options.forkUrl === undefined ? [] : ['--fork-url', options.forkUrl, '--no-rate-limit']
  const log = openSync(logFile, 'a')
  const child = spawn(
    anvilBinary(),
    ['--host', host, '--port', String(port), '--chain-id', String(chainId), '--quiet', ...state, ...fork],
    { stdio: ['ignore', log, log], detached: options.detached ?? false },
  )
  closeSync(log)
  const exited = new Promise<number | null>((resolve) => {
    child.once('exit', (code) => resolve(code))
    child.once('error', () => resolve(-1))
  })
  const rpcUrl = `http://${host}:${port}`
  if (child.pid !== undefined) await options.onSpawn?.(child.pid)
  await waitUntilReady(child, exited, rpcUrl, startTimeout_ms, logFile)
  if (loadedFrom !== 'none') await keepTimeMoved(rpcUrl)
  if (options.detached) child.unref()

  const keeper = stateFile === undefined ? undefined : keepBackup(stateFile)
  void exited.then(() => keeper?.stop())
  return {
    rpcUrl,
    port,
    pid: child.pid ?? 0,
    loadedFrom,
    exited,
    async flush() {
      const target = BigInt(String(await callRpc(rpcUrl, 'eth_blockNumber', [])))
      await keeper?.reach(target)
    },
    async stop() {
      child.kill('SIGTERM')
      if ((await Promise.race([exited, sleep(5_000, 'late' as const)])) === 'late') child.kill('SIGKILL')
      await exited
      await keeper?.stop()
    },
  }
}

async function waitUntilReady(
  child: ChildProcess,
  exited: Promise<number | null>,
  rpcUrl: string,
  limit_ms: number,
  logFile: string,
): Promise<void> {
  const deadline = Date.now() + limit_ms
  for (;;) {
    const ended = await Promise.race([exited.then((code) => ({ code })), sleep(50, undefined)])
    if (ended !== undefined) {
      const lines = readFileSync(logFile, 'utf8').trim().split('\n').slice(-5).join(' | ')
      throw new OpenLedgerError(chainErrors.CHAIN_ANVIL_START, `anvil ended with code ${ended.code}: ${lines}`)
    }
    try {
      await callRpc(rpcUrl, 'eth_chainId', [], 1_000)
      return
    } catch (cause) {
      if (Date.now() < deadline) continue
      child.kill('SIGKILL')
      throw new OpenLedgerError(chainErrors.CHAIN_ANVIL_START, `anvil did not answer at ${rpcUrl} in ${limit_ms} ms.`, {
        cause,
      })
    }
  }
}

const blockSchema = z.object({ timestamp: z.string() })

/**
 * Moves time forward again. Anvil's state does not hold by how much it was moved: the next block would be older than the
 * newest, and what was signed at the newest block's time would lie in the future.
 */
async function keepTimeMoved(rpcUrl: string): Promise<void> {
  const block = blockSchema.parse(await callRpc(rpcUrl, 'eth_getBlockByNumber', ['latest', false]))
  const ahead = Number(BigInt(block.timestamp)) - Math.floor(Date.now() / 1000)
  if (ahead > 0) await callRpc(rpcUrl, 'evm_increaseTime', [ahead])
}

/** Looks at the state file twice a second and copies it when it is whole. */
function keepBackup(stateFile: string) {
  let mark: BackupMark | undefined
  let stopped = false
  const loop = (async () => {
    while (!stopped) {
      mark = await backUpStateFile(stateFile, mark).catch(() => mark)
      if (!stopped) await sleep(500, undefined, { ref: false })
    }
    mark = await backUpStateFile(stateFile, mark).catch(() => mark)
  })()
  return {
    async reach(blockNumber: bigint): Promise<void> {
      while (!stopped && (mark === undefined || mark.blockNumber < blockNumber)) await sleep(100)
    },
    async stop(): Promise<void> {
      stopped = true
      await loop
    },
  }
}
