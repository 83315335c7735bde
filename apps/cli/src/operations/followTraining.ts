import type { OpenLedger } from '@openledger/sdk/index.ts'
import { z } from 'zod'
import type { Terminal } from '../output/terminal.ts'

const eventSchema = z.discriminatedUnion('type', [
  z.looseObject({
    type: z.literal('progress'),
    step: z.number(),
    steps: z.number(),
    loss: z.number(),
    lr: z.number(),
    tokensPerSecond: z.number(),
    secondsLeft: z.number(),
  }),
  z.looseObject({ type: z.literal('evaluation'), step: z.number(), loss: z.number() }),
  z.looseObject({ type: z.literal('resumed'), step: z.number() }),
  z.looseObject({ type: z.literal('stage'), stage: z.string(), done: z.number(), total: z.number() }),
])

/** One line about an event of a training; undefined for events that say nothing new. */
function describeEvent(event: unknown): string | undefined {
  const { data } = eventSchema.safeParse(event)
  switch (data?.type) {
    case 'progress': {
      const { step, steps, loss, lr, tokensPerSecond, secondsLeft } = data
      return `step ${step}/${steps}, loss ${loss.toFixed(3)}, lr ${lr.toExponential(1)}, ${tokensPerSecond.toFixed(0)} tokens/s, ${Math.round(secondsLeft)} s left`
    }
    case 'evaluation':
      return `step ${data.step}, held-out loss ${data.loss.toFixed(3)}`
    case 'resumed':
      return `going on after step ${data.step}`
    case 'stage':
      return `${data.stage} ${data.done}/${data.total}`
    default:
      return undefined
  }
}

/**
 * Shows each step of a training as it comes, until it is at rest.
 * @param after sequence of the last event that is not shown again
 */
export async function followTraining(
  ledger: OpenLedger,
  jobId: string,
  {
    terminal,
    signal,
    after,
  }: { readonly terminal: Pick<Terminal, 'tick'>; readonly signal: AbortSignal; readonly after?: number },
): Promise<void> {
  for await (const { event } of ledger.followJob(jobId, after)) {
    signal.throwIfAborted()
    const line = describeEvent(event)
    if (line !== undefined) terminal.tick(`    training: ${line}`)
  }
}
