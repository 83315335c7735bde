import type { HomePaths } from '../home/homePaths.ts'
import { type ProcessName, stopNoted } from './runFile.ts'

/** Longer than the supervisor gives its node. */
const STOP_GRACE_ms = 55_000

/**
 * Stops supervisor, node and chain, in that order: nobody restarts what is being stopped, and the node can still
 * reach the chain while it drains. Leftovers of a killed supervisor are found by their run files.
 * @returns the names of what was running
 */
export async function stopStack(paths: HomePaths): Promise<ProcessName[]> {
  const stopped: ProcessName[] = []
  for (const name of ['supervisor', 'node', 'chain'] as const) {
    if (await stopNoted(paths.run, name, STOP_GRACE_ms)) stopped.push(name)
  }
  return stopped
}
