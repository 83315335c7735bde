import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { gatewayErrors } from '../errors.ts'
import type { GatewayServices } from '../gatewayServices.ts'
import { toOpenLedgerError } from '../http/errorResponse.ts'
import { type CallEvent, createCallEventQueue } from './callEvents.ts'
import type { ReservedCall } from './reserveCall.ts'
import { type SettledCall, settleCall } from './settleCall.ts'
import { tokenLogprob } from './tokenLogprob.ts'

/**
 * Generates a reserved call's answer and settles what was produced, whether or not anybody still listens: the events
 * are for the answer, the money doesn't depend on them.
 *
 * @param signal - aborted when the caller hung up: generation stops within one token and what was produced is billed
 * @param onEnd - called once it has settled or failed
 */
export function runCall(
  services: GatewayServices,
  call: ReservedCall,
  signal: AbortSignal,
  onEnd: () => void,
): AsyncIterable<CallEvent> {
  const queue = createCallEventQueue()
  const work = generateAndSettle(services, call, signal, (event) => queue.push(event))
    .catch(
      (error: unknown): CallEvent => ({ type: 'failed', error: logged(services, call, error), settled: undefined }),
    )
    .then((event) => queue.push(event))
    .finally(onEnd)
  services.openCalls.track(work)
  return queue
}

async function generateAndSettle(
  services: GatewayServices,
  call: ReservedCall,
  signal: AbortSignal,
  onText: (event: Extract<CallEvent, { type: 'text' }>) => void,
): Promise<CallEvent> {
  const { params, prompt } = call.request
  const watch = services.metrics.watchCall()
  let answer = ''
  let outputTokens = 0
  let finish: 'stop' | 'length' | 'cancelled' = 'cancelled'
  try {
    const { seed, ...rest } = params
    const generation = services.engine.generate({
      base: services.models.base.id,
      adapters: [...call.model.adapters],
      messages: prompt,
      params: { ...rest, topLogprobs: call.topLogprobs ?? 0, ...(seed === null ? {} : { seed }) },
      signal: AbortSignal.any([signal, services.openCalls.cut]),
    })
    for await (const event of generation) {
      if (event.type === 'token') {
        outputTokens += 1
        watch.token()
        answer += event.text
        if (call.topLogprobs != null) onText({ type: 'text', text: event.text, logprob: tokenLogprob(event) })
        else if (event.text !== '') onText({ type: 'text', text: event.text })
      } else if (event.type === 'end') {
        finish = event.reason
      }
    }
    if (finish === 'cancelled' && !signal.aborted)
      throw new OpenLedgerError(gatewayErrors.GATEWAY_STOPPING, 'The gateway was stopped before the answer was whole.')
  } catch (cause) {
    const error = logged(services, call, cause)
    const settled = await settleCall(services, call, { answer, outputTokens, finish: 'error', errorCode: error.code })
    watch.end({ finish: 'error', ...billed(settled) })
    return { type: 'failed', error, settled }
  }
  const settled = await settleCall(services, call, { answer, outputTokens, finish })
  watch.end({ finish, ...billed(settled) })
  return { type: 'done', answer, outputTokens, finish, settled }
}

const billed = (settled: SettledCall | undefined) => {
  const { inputTokens = 0, outputTokens = 0, fee = 0n } = settled?.receipt ?? {}
  return { inputTokens, outputTokens, fee }
}

function logged(services: GatewayServices, call: ReservedCall, cause: unknown): OpenLedgerError {
  const error = toOpenLedgerError(cause)
  services.logger.error({ callId: call.callId, code: error.code }, 'call failed')
  return error
}
