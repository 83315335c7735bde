import { setTimeout as sleep } from 'node:timers/promises'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { cliErrors } from '../errors.ts'

/**
 * Asks again and again until there is an answer.
 * @param what for the message: 'the gateway to answer'
 * @param ask undefined means not yet
 * @throws CLI_TIMEOUT after `timeoutMs`; the signal's reason when aborted
 */
export async function waitFor<T>(
  what: string,
  ask: () => Promise<T | undefined>,
  options: { readonly timeoutMs: number; readonly everyMs?: number; readonly signal?: AbortSignal },
): Promise<T> {
  const deadline = Date.now() + options.timeoutMs
  for (;;) {
    options.signal?.throwIfAborted()
    const answer = await ask()
    if (answer !== undefined) return answer
    if (Date.now() > deadline) {
      throw new OpenLedgerError(cliErrors.CLI_TIMEOUT, `Waited ${Math.round(options.timeoutMs / 1000)} s for ${what}`)
    }
    await sleep(options.everyMs ?? 200, undefined, options.signal ? { signal: options.signal } : {})
  }
}
