import type { Context } from '@opentelemetry/api'
import type { GatewayServices } from '../gatewayServices.ts'
import { toOpenLedgerError } from '../http/errorResponse.ts'
import { traceCall } from '../telemetry/traceCall.ts'
import type { DoneEvent, FailedEvent, TextEvent } from './callEvents.ts'
import { type Produced, produceText } from './produceText.ts'
import { produceVectors } from './produceVectors.ts'
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
  /** Where the request stands in its caller's trace. */
  readonly parent: Context
}

/**
 * Makes a reserved call's answer and settles what was produced, whether or not anybody still listens: the events are for
 * the answer, the money doesn't depend on them.
 *
 * @returns the call's end, once it has settled or failed
 */
export async function runCall(
  services: GatewayServices,
  call: ReservedCall,
  options: RunOptions,
): Promise<DoneEvent | FailedEvent> {
  let leave = () => {}
  const begin = async () => {
    leave = await options.takeTurn()
  }
  try {
    return await produceAndSettle(services, call, options, begin)
  } catch (error) {
    return { type: 'failed', error: logged(services, call, error), settled: undefined }
  } finally {
    leave()
  }
}

async function produceAndSettle(
  services: GatewayServices,
  call: ReservedCall,
  { signal, onText, parent }: RunOptions,
  begin: () => Promise<void>,
): Promise<DoneEvent | FailedEvent> {
  const watch = services.metrics.watchCall()
  const span = traceCall(services.tracer, call, parent)
  const onToken = () => {
    watch.token()
    span?.firstToken()
  }
  const produced: Produced = { answer: '', outputTokens: 0 }
  const settle = async (finish: 'stop' | 'length' | 'cancelled' | 'error', errorCode?: string) => {
    const { answer, outputTokens } = produced
    // Nothing costs nothing, whatever tokens it took.
    const outcome = { answer: answer === '' ? undefined : answer, outputTokens, finish, errorCode }
    const settled = await settleCall(services, call, outcome)
    watch.end({ finish, ...billed(settled) })
    span?.end({ finish, errorCode, ...billed(settled) })
    return settled
  }
  let finish: DoneEvent['finish']
  try {
    const hasTurn = await begin().then(
      () => true,
      (cause: unknown) => {
        if (!signal.aborted) throw cause
        return false
      },
    )
    const produce = call.model.kind === 'embedding' ? produceVectors : produceText
    finish = hasTurn ? await produce(services, call, { produced, signal, onText, onToken }) : 'cancelled'
  } catch (cause) {
    const error = logged(services, call, cause)
    return { type: 'failed', error, settled: await settle('error', error.code) }
  }
  return { type: 'done', ...produced, finish, settled: await settle(finish) }
}

const billed = (settled: SettledCall | undefined) => {
  const { inputTokens = 0, outputTokens = 0, fee = 0n } = settled?.receipt ?? {}
  // What is to be paid is no revenue yet.
  return { inputTokens, outputTokens, fee: settled?.signature === undefined ? 0n : fee }
}

function logged(services: GatewayServices, call: ReservedCall, cause: unknown) {
  const error = toOpenLedgerError(cause)
  services.logger.error({ callId: call.callId, code: error.code }, 'call failed')
  return error
}
