import { vectorsText } from '../answers/vectorsText.ts'
import type { GatewayServices } from '../gatewayServices.ts'
import type { DoneEvent } from './callEvents.ts'
import type { ProduceOptions } from './produceText.ts'
import type { ReservedCall } from './reserveCalls.ts'

/** Texts that the engine is given at once. */
const TEXTS_AT_ONCE = 16

/**
 * Has the engine make the vectors of a call's texts, all of them or none: what is begun is finished, and billed, also when
 * the caller is gone. It produces no tokens.
 *
 * @throws ENGINE_*, GATEWAY_STOPPING: nothing is produced then
 */
export async function produceVectors(
  services: GatewayServices,
  call: ReservedCall,
  { produced }: ProduceOptions,
): Promise<DoneEvent['finish']> {
  const texts = call.request.prompt.map(({ content }) => content)
  const vectors: number[][] = []
  for (let at = 0; at < texts.length; at += TEXTS_AT_ONCE) {
    services.openCalls.cut.throwIfAborted()
    vectors.push(...(await services.engine.embed({ texts: texts.slice(at, at + TEXTS_AT_ONCE) })))
  }
  produced.answer = vectorsText(vectors)
  return 'stop'
}
