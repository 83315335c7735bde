import type { Float } from './createFloat.ts'
import type { House } from './createHouse.ts'
import type { PaymentId } from './payments.ts'
import type { PaymentTerms } from './requirements.ts'
import type { SettleDeps } from './settlePayment.ts'
import type { X402Options } from './x402Options.ts'

/** What a gateway keeps to take payments by x402. */
export type X402 = {
  readonly options: X402Options
  readonly terms: PaymentTerms
  readonly house: House
  readonly float: Float
  /** Payments whose money is being brought in, by name. */
  readonly settling: Map<string, Promise<void>>
  readonly settleDeps: SettleDeps
  /** Counts what a payment's call cost, and looks after what is left over. */
  readonly ended: (id: PaymentId) => void
  /** Looks after what is left over: once, now. */
  readonly sweep: () => Promise<void>
  /** Looks after nothing any more. */
  readonly stop: () => Promise<void>
}
