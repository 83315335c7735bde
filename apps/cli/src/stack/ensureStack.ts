import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { cliErrors } from '../errors.ts'
import type { HomePaths } from '../home/homePaths.ts'
import { readRunFile } from './runFile.ts'
import { spawnLogged } from './spawnLogged.ts'
import { stopStack } from './stopStack.ts'
import type { RunningStack } from './superviseStack.ts'
import { waitFor } from './waitFor.ts'

/** Addresses of what runs under a live supervisor and answers; undefined when it does not. */
export async function findStack(paths: HomePaths): Promise<RunningStack | undefined> {
  const [supervisor, chain, node] = await Promise.all(
    (['supervisor', 'chain', 'node'] as const).map((name) => readRunFile(paths.run, name)),
  )
  if (supervisor === undefined || chain?.url === undefined || node?.url === undefined) return undefined
  const answers = await fetch(new URL('/healthz', node.url)).then(
    (response) => response.ok,
    () => false,
  )
  return answers ? { gatewayUrl: node.url, rpcUrl: chain.url } : undefined
}

/** What runs here. @throws CLI_NOT_RUNNING */
export async function requireStack(paths: HomePaths): Promise<RunningStack> {
  const stack = await findStack(paths)
  if (stack === undefined)
    throw new OpenLedgerError(cliErrors.CLI_NOT_RUNNING, `OpenLedger is not running with the state in ${paths.home}`)
  return stack
}

/**
 * What runs here, started in the background when nothing does.
 * @returns `stop` ends what this call started, and leaves alone what was up before
 * @throws CLI_START_FAILED with the supervisor's last lines
 */
export async function ensureStack(options: {
  readonly paths: HomePaths
  readonly root: string
  readonly signal: AbortSignal
}): Promise<RunningStack & { readonly stop: () => Promise<void> }> {
  const { paths, root, signal } = options
  const there = await findStack(paths)
  if (there !== undefined) return { ...there, stop: async () => {} }
  await stopStack(paths)
  const log = join(paths.logs, 'supervisor.log')
  const from = await stat(log).then(
    (file) => file.size,
    () => 0,
  )
  const child = await spawnLogged(
    [
      process.execPath,
      '--disable-warning=ExperimentalWarning',
      join(root, 'apps', 'cli', 'src', 'main.ts'),
      'up',
      '--home',
      paths.home,
    ],
    { log, cwd: root, detached: true },
  )
  let over = false
  child.once('exit', () => {
    over = true
  })
  child.once('error', () => {
    over = true
  })
  const stack = await waitFor(
    'everything to start',
    async () => {
      if (!over) return findStack(paths)
      const lines = (await readFile(log)).subarray(from).toString().trimEnd().split('\n').slice(-15).join('\n')
      throw new OpenLedgerError(cliErrors.CLI_START_FAILED, `It did not start (${log}):\n${lines}`)
    },
    { timeoutMs: 180_000, signal },
  )
  child.unref()
  return {
    ...stack,
    stop: async () => {
      await stopStack(paths)
    },
  }
}
