import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '@openledger/chain/anvil/freePort.ts'
import { type Anvil, startAnvil } from '@openledger/chain/anvil/startAnvil.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { cliErrors } from '../errors.ts'
import type { HomePaths } from '../home/homePaths.ts'
import { readRunFile, removeRunFile, stopNoted, writeRunFile } from './runFile.ts'
import { spawnLogged } from './spawnLogged.ts'
import { waitFor } from './waitFor.ts'
import { type VllmAddress, writeNodeConfig } from './writeNodeConfig.ts'

/** Where a running OpenLedger answers. */
export type RunningStack = { readonly gatewayUrl: string; readonly rpcUrl: string }

/** What the supervisor needs; ports of 0 mean any free one. */
export type SuperviseOptions = {
  readonly paths: HomePaths
  readonly root: string
  readonly rpcPort: number
  readonly port: number
  /** A PostgreSQL database for the books of a new state folder; the embedded one unless given. */
  readonly databaseUrl?: string | undefined
  /** A vLLM server that answers in the engine's place. */
  readonly vllm?: VllmAddress | undefined
  /** A line of what happens. */
  readonly report: (line: string) => void
  readonly onReady: (stack: RunningStack) => void
  /** Aborting it stops everything gently. */
  readonly signal: AbortSignal
}

/** Restarts of one process within a minute after which the supervisor gives up. */
const RESTARTS_MAX = 5
/** Longer than a node gives itself to let its callers have their answers. */
const NODE_GRACE_ms = 50_000

/**
 * Runs chain and node until the signal: starts them, notes them in run/, starts again what ends by itself, stops the
 * node before the chain. What a killed supervisor left running is stopped first: nobody keeps the chain's backup then.
 * Each process is noted as soon as it exists, before it answers, so that none is left over by a kill while it starts.
 * @throws CLI_START_FAILED when a process does not come up, or keeps ending
 */
export async function superviseStack(options: SuperviseOptions): Promise<void> {
  const { paths, report, signal } = options
  const run = paths.run
  for (const name of ['node', 'chain'] as const) {
    if (await stopNoted(run, name, 10_000)) report(`stopped a ${name} process that an earlier run had left`)
  }
  await writeRunFile(run, 'supervisor', { pid: process.pid, marker: 'main.ts' })
  const rpcPort = options.rpcPort === 0 ? await freePort() : options.rpcPort
  const port = options.port === 0 ? await freePort() : options.port
  const stopped = new Promise<'stop'>((resolve) => {
    if (signal.aborted) resolve('stop')
    else signal.addEventListener('abort', () => resolve('stop'), { once: true })
  })

  let chain: Anvil | undefined
  let chainEnded: Promise<'chain'> | undefined
  const startChain = async () => {
    const started = await startAnvil({
      stateFile: join(paths.chain, 'state.json'),
      port: rpcPort,
      logFile: join(paths.logs, 'chain.log'),
      onSpawn: (pid) => writeRunFile(run, 'chain', { pid, marker: 'anvil' }),
    })
    if (started.loadedFrom === 'backup')
      report('the chain was killed while it wrote: continued from its last whole copy')
    await writeRunFile(run, 'chain', { pid: started.pid, marker: 'anvil', url: started.rpcUrl })
    chain = started
    chainEnded = started.exited.then(() => 'chain' as const)
    return started
  }
  let node: Awaited<ReturnType<typeof startNode>> | undefined
  const restarts: Record<'chain' | 'node', number[]> = { chain: [], node: [] }
  const mayRestart = (name: 'chain' | 'node') => {
    const recent = restarts[name].filter((time) => time > Date.now() - 60_000)
    restarts[name] = [...recent, Date.now()]
    if (recent.length >= RESTARTS_MAX) {
      throw new OpenLedgerError(
        cliErrors.CLI_START_FAILED,
        `The ${name} process keeps ending: see ${join(paths.logs, `${name}.log`)}`,
      )
    }
  }

  try {
    const { rpcUrl, flush } = await startChain()
    report(`chain at ${rpcUrl}`)
    const { root, databaseUrl, vllm } = options
    await writeNodeConfig({ paths, root, rpcUrl, port, databaseUrl, vllm, report })
    // From here on a killed chain still has the contracts when it comes back.
    await flush()
    node = await startNode(options)
    report(`gateway at ${node.url}`)
    options.onReady({ gatewayUrl: node.url, rpcUrl })
    for (;;) {
      const event = await Promise.race([stopped, chainEnded ?? stopped, node.ended])
      if (event === 'stop') break
      mayRestart(event)
      report(`${event} ended unexpectedly: starting it again`)
      await sleep(200)
      if (event === 'chain') await startChain()
      else node = await startNode(options)
    }
  } catch (error) {
    // Stopped while something was starting: that is no failure.
    if (!signal.aborted) throw error
  } finally {
    await node?.stop()
    await chain?.stop()
    for (const name of ['node', 'chain', 'supervisor'] as const) await removeRunFile(run, name)
  }
}

/** Starts the node process and waits until its gateway answers. */
async function startNode({ paths, root, signal }: SuperviseOptions) {
  const log = join(paths.logs, 'node.log')
  await removeRunFile(paths.run, 'node')
  const child = await spawnLogged(
    [
      process.execPath,
      '--disable-warning=ExperimentalWarning',
      join(root, 'apps', 'node', 'src', 'main.ts'),
      '--config',
      paths.config,
    ],
    { log, cwd: root },
  )
  let over = false
  const ended = new Promise<'node'>((resolve) => {
    child.once('error', () => resolve('node'))
    child.once('exit', () => resolve('node'))
  }).then((name) => {
    over = true
    return name
  })
  const stop = async () => {
    if (over) return
    child.kill('SIGTERM')
    const late = await Promise.race([ended, sleep(NODE_GRACE_ms, 'late' as const, { ref: false })])
    if (late === 'late') child.kill('SIGKILL')
    await ended
  }
  if (child.pid !== undefined) await writeRunFile(paths.run, 'node', { pid: child.pid, marker: 'main.ts' })
  const url = await waitFor(
    'the gateway to answer',
    async () => {
      if (over)
        throw new OpenLedgerError(
          cliErrors.CLI_START_FAILED,
          `The node process ended while starting (${log}):\n${await lastLines(log)}`,
        )
      const file = await readRunFile(paths.run, 'node')
      return file?.pid === child.pid ? file?.url : undefined
    },
    { timeoutMs: 120_000, signal },
  ).catch(async (error: unknown) => {
    await stop()
    throw error
  })
  return { url, ended, stop }
}

const lastLines = async (file: string) => (await readFile(file, 'utf8')).trimEnd().split('\n').slice(-12).join('\n')
