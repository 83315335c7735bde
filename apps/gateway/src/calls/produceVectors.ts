import { vectorsText } from '../answers/vectorsText.ts'
import type { GatewayServices } from '../gatewayServices.ts'
import type { DoneEvent } from './callEvents.ts'
import type { ProduceOptions } from './produceText.ts'
import type { ReservedCall } from './reserveCalls.ts'

/**
 * Has the engine make the vectors of a call's texts, all of them or none: what is begun is finished, and billed, also when
 * the caller is gone. It produces no tokens.
 *
 * @throws ENGINE_*
 */
export async function produceVectors(
  services: GatewayServices,
  call: ReservedCall,
  { produced }: ProduceOptions,
): Promise<DoneEvent['finish']> {
  const vectors = await services.engine.embed({ texts: call.request.prompt.map(({ content }) => content) })
  produced.answer = vectorsText(vectors)
  return 'stop'
}
