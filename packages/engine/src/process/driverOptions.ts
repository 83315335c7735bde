import { z } from 'zod'
import { llamaOptionsSchema } from '../llamacpp/llamaOptions.ts'
import { vllmOptionsSchema } from '../vllm/vllmOptions.ts'

/** Which driver an engine process hosts, and what it is started with. */
export const driverOptionsSchema = z.discriminatedUnion('driver', [
  z.strictObject({ driver: z.literal('llamacpp'), options: llamaOptionsSchema }),
  z.strictObject({ driver: z.literal('vllm'), options: vllmOptionsSchema }),
])
export type DriverOptions = z.output<typeof driverOptionsSchema>
