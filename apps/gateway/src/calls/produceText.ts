import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { tokenLogprob } from '../answers/tokenLogprob.ts'
import { gatewayErrors } from '../errors.ts'
import type { GatewayServices } from '../gatewayServices.ts'
import type { DoneEvent, TextEvent } from './callEvents.ts'
import type { ReservedCall } from './reserveCalls.ts'

/** What there is of an answer, kept up to date. */
export type Produced = { answer: string; outputTokens: number }

/** Where an answer goes as it is made. */
export type ProduceOptions = {
  readonly produced: Produced
  readonly signal: AbortSignal
  readonly onText: (event: TextEvent) => void
  readonly onToken: () => void
}

/**
 * Has the engine write a call's answer, token by token.
 *
 * @returns how it ended
 * @throws ENGINE_*, GATEWAY_STOPPING: what was produced until then is in `produced`
 */
export async function produceText(
  services: GatewayServices,
  call: ReservedCall,
  { produced, signal, onText, onToken }: ProduceOptions,
): Promise<DoneEvent['finish']> {
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
