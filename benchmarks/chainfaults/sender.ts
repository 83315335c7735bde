import process from 'node:process'
import { createInterface } from 'node:readline'
import { depositBondCall } from '@openledger/chain/calls/bondVaultCalls.ts'
import { contractAddressesSchema } from '@openledger/core/api/addresses.ts'
import { addressSchema } from '@openledger/core/primitives/address.ts'
import { hex32Schema } from '@openledger/core/primitives/hex.ts'
import { z } from 'zod'
import { openSender } from './openSender.ts'
import { KILL_STEPS, SENDS } from './plan.ts'

/** What the bench tells this process: one line of JSON. */
export const orderSchema = z.object({
  rpcUrl: z.url(),
  addresses: contractAddressesSchema,
  privateKey: hex32Schema,
  operator: addressSchema,
  journal: z.string(),
  killAfter: z.enum(KILL_STEPS),
  killIn: z.int(),
})

/**
 * The process that is killed: sends the run's deposits, all at once, and kills itself with SIGKILL right after a step of
 * one of them. It waits for its order, so that starting it costs a run nothing.
 */
const lines = createInterface({ input: process.stdin })
const [line] = await new Promise<[string]>((resolve) => lines.once('line', (text: string) => resolve([text])))
const order = orderSchema.parse(JSON.parse(line))
const publisher = await openSender({
  ...order,
  onStep: (step, key) => {
    if (step === order.killAfter && key === `deposit-${order.killIn}`) process.kill(process.pid, 'SIGKILL')
  },
})
await publisher.reconcile().catch(() => undefined)
const sends = Array.from({ length: SENDS }, (_, index) =>
  publisher.send({ key: `deposit-${index}`, ...depositBondCall(order.addresses, order.operator, 1n << BigInt(index)) }),
)
await Promise.allSettled(sends)
process.exit(0)
