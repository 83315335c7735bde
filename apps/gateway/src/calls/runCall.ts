import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { tokenLogprob } from '../answers/tokenLogprob.ts'
import { gatewayErrors } from '../errors.ts'
import type { GatewayServices } from '../gatewayServices.ts'
import { toOpenLedgerError } from '../http/errorResponse.ts'
import type { DoneEvent, FailedEvent, TextEvent } from './callEvents.ts'
import type { ReservedCall } from './reserveCalls.ts'
import { settleCall } from './settleCall.ts'
import type { SettledCall } from './settledCall.ts'

/** How a reserved call is run. */
export type RunOptions = {
  /** Aborted when nobody wants the answer any more: generation stops within one token. */
  readonly signal: AbortSignal
  /** Waits for the call's turn; what it gives is called once the call has ended. */
  readonly takeTurn: () => Promise<() => void>
  readonly onText: (event: TextEvent) => void
}

/**
 * Generates a reserved call's answer and settles what was produced, whether or not anybody still listens: the events
 * are for the answer, the money doesn't depend on them.
 *
 * @returns the call's end, once it has settled or failed
 */
export async function runCall(
  services: GatewayServices,
  call: ReservedCall,
  options: RunOptions,
): Promise<DoneEvent | FailedEvent> {
  let leave = () => {}
  const takeTurn = async () => {
    leave = await options.takeTurn()
    return leave
  }
  try {
    return await generateAndSettle(services, call, { ...options, takeTurn })
  } catch (error) {
    return { type: 'failed', error: logged(services, call, error), settled: undefined }
  } finally {
    leave()
  }
}

type Produced = { answer: string; outputTokens: number }

async function generateAndSettle(
  services: GatewayServices,
  call: ReservedCall,
  options: RunOptions,
): Promise<DoneEvent | FailedEvent> {
  const watch = services.metrics.watchCall()
  const produced: Produced = { answer: '', outputTokens: 0 }
  const settle = async (finish: 'stop' | 'length' | 'cancelled' | 'error', errorCode?: string) => {
    const { answer, outputTokens } = produced
    // Tokens without a text are no answer: such a call costs nothing.
    const isAnswered = outputTokens > 0 && answer !== ''
    const outcome = { answer: isAnswered ? answer : undefined, outputTokens, finish, errorCode }
    const settled = await settleCall(services, call, outcome)
    watch.end({ finish, ...billed(settled) })
    return settled
  }
  let finish: DoneEvent['finish']
  try {
    finish = await generate(services, call, options, produced, watch.token)
  } catch (cause) {
    const error = logged(services, call, cause)
    return { type: 'failed', error, settled: await settle('error', error.code) }
  }
  return { type: 'done', ...produced, finish, settled: await settle(finish) }
}

/**
 * @param produced what there is of the answer, kept up to date
 * @throws ENGINE_*, GATEWAY_STOPPING
 */
async function generate(
  services: GatewayServices,
  call: ReservedCall,
  { signal, takeTurn, onText }: RunOptions,
  produced: Produced,
  onToken: () => void,
): Promise<DoneEvent['finish']> {
  try {
    await takeTurn()
  } catch (cause) {
    if (signal.aborted) return 'cancelled'
    throw cause
  }
  const { seed, ...rest } = call.request.params
  const generation = services.engine.generate({
    base: services.models.base.id,
    adapters: [...call.model.adapters],
    messages: call.request.prompt,
    params: { ...rest, topLogprobs: call.topLogprobs ?? 0, ...(seed === null ? {} : { seed }) },
    signal: AbortSignal.any([signal, services.openCalls.cut]),
  })
  let finish: DoneEvent['finish'] = 'cancelled'
  for await (const event of generation) {
    if (event.type === 'token') {
      produced.outputTokens += 1
      produced.answer += event.text
      onToken()
      if (call.topLogprobs != null) onText({ type: 'text', text: event.text, logprob: tokenLogprob(event) })
      else if (event.text !== '') onText({ type: 'text', text: event.text })
    } else if (event.type === 'end') {
      finish = event.reason
    }
  }
  if (finish === 'cancelled' && !signal.aborted)
    throw new OpenLedgerError(gatewayErrors.GATEWAY_STOPPING, 'The gateway was stopped before the answer was whole.')
  return finish
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
