import type { Context } from '@opentelemetry/api'
import type { GatewayServices } from '../gatewayServices.ts'
import { type ChoiceEvent, createChoiceEventQueue } from './callEvents.ts'
import type { ReservedCall } from './reserveCalls.ts'
import { runCall } from './runCall.ts'

/** How the reserved calls of a request are run. */
export type RunCallsOptions = {
  /** Whose turns they take. */
  readonly payer: string
  /** Aborted when the caller hung up: all of them stop within one token and what was produced is billed. */
  readonly signal: AbortSignal
  /** Ends the turn that the request has: the first call's. */
  readonly exit: () => void
  /** Where the request stands in its caller's trace. */
  readonly parent: Context
  /** Told when one of them has settled or failed. */
  readonly onEnd: () => void
}

/**
 * Runs a request's calls, one for each choice: the first in the request's turn, the others as turns come, side by side
 * where the engine has places. When one fails the others are cut, since no answer comes of the request any more.
 *
 * @returns what happens to them, as it happens; it need not be read
 */
export function runCalls(
  services: GatewayServices,
  calls: readonly ReservedCall[],
  { payer, signal, exit, parent, onEnd }: RunCallsOptions,
): AsyncIterable<ChoiceEvent> {
  const queue = createChoiceEventQueue(calls.length)
  const failure = new AbortController()
  const until = AbortSignal.any([signal, failure.signal])
  const waitUntil = AbortSignal.any([until, services.openCalls.cut])
  for (const [index, call] of calls.entries()) {
    const work = call.inputTokens + call.request.params.maxTokens
    const run = runCall(services, call, {
      signal: until,
      parent,
      takeTurn: async () => (index === 0 ? exit : services.admission.goOn(payer, work, waitUntil)),
      onText: (event) => queue.push({ ...event, index }),
    }).then((end) => {
      if (end.type === 'failed') failure.abort()
      queue.push({ ...end, index })
    })
    services.openCalls.track(run.finally(onEnd))
  }
  return queue
}
