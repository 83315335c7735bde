import { setTimeout as sleep } from 'node:timers/promises'
import type { WorkerLogger } from '../workerLogger.ts'

/** Something that is looked after again and again. */
export type Poller = { stop(): Promise<void> }

/**
 * Runs a task, waits, runs it again, until stopped. A failure is logged and the task tried again: once, until it is
 * another one, so that a chain that is down doesn't fill the log.
 */
export function startPoller(
  name: string,
  task: () => Promise<unknown>,
  options: { readonly every_ms: number; readonly logger: WorkerLogger },
): Poller {
  const stopping = new AbortController()
  let lastFailure: string | undefined
  const loop = async () => {
    while (!stopping.signal.aborted) {
      try {
        await task()
        lastFailure = undefined
      } catch (error) {
        const failure = error instanceof Error ? error.message : String(error)
        if (failure !== lastFailure) options.logger.warn({ task: name, error: failure }, 'background task failed')
        lastFailure = failure
      }
      await sleep(options.every_ms, undefined, { signal: stopping.signal }).catch(() => undefined)
    }
  }
  const done = loop()
  return {
    stop: async () => {
      stopping.abort()
      await done
    },
  }
}
