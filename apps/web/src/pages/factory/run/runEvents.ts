import { z } from 'zod'

const step = z.int().min(0)

/** The events of a training that its page understands; others are passed over. */
export const runEventSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('progress'),
    step,
    steps: step,
    loss: z.number(),
    lr: z.number(),
    gradNorm: z.number(),
    tokensPerSecond: z.number(),
    secondsLeft: z.number(),
  }),
  z.object({ type: z.literal('evaluation'), step, loss: z.number() }),
  z.object({ type: z.literal('sample'), step, prompt: z.string(), text: z.string() }),
  z.object({ type: z.literal('stage'), stage: z.string(), done: step, total: step }),
  z.object({ type: z.literal('saved'), step }),
  z.object({ type: z.literal('resumed'), step }),
  z.object({ type: z.literal('started') }),
  z.object({ type: z.literal('restarted') }),
  z.object({ type: z.literal('retrying') }),
  z.object({ type: z.literal('stopping') }),
  z.object({ type: z.literal('cancelling') }),
  z.object({ type: z.literal('resuming') }),
  z.object({ type: z.literal('stopped') }),
  z.object({ type: z.literal('succeeded') }),
  z.object({ type: z.literal('failed') }),
  z.object({ type: z.literal('cancelled') }),
])

/** One of them. */
export type RunEvent = z.output<typeof runEventSchema>
