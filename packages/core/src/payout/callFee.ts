import { OpenLedgerError } from '../errors/openLedgerError.ts'
import { coreErrors } from '../errors.ts'
import { uint32, uint128 } from '../primitives/integers.ts'

/** Wei per token. */
export type Price = { readonly inputPrice: bigint; readonly outputPrice: bigint }

/** Fee of one model for a call: tokens times its price, in wei. @throws CORE_INTEGER_RANGE */
export function componentFee(
  tokens: { readonly inputTokens: number; readonly outputTokens: number },
  price: Price,
): bigint {
  const input = BigInt(uint32(tokens.inputTokens, 'inputTokens')) * uint128(price.inputPrice, 'inputPrice')
  const output = BigInt(uint32(tokens.outputTokens, 'outputTokens')) * uint128(price.outputPrice, 'outputPrice')
  return uint128(input + output, 'fee')
}

/**
 * Fee of a call: with one component its own fee; with several, component i pays
 * ⌊fee_i × scale_i / Σ scale⌋ and the fee is their sum.
 * @returns `fee` and, in the order of the components, what each brings (wei)
 * @throws PAYOUT_SCALES_ZERO, CORE_INTEGER_RANGE
 */
export function callFee(
  tokens: { readonly inputTokens: number; readonly outputTokens: number },
  components: readonly { readonly scalePpm: number; readonly price: Price }[],
): { readonly fee: bigint; readonly componentFees: readonly bigint[] } {
  const [only] = components
  if (components.length === 1 && only !== undefined) {
    const fee = componentFee(tokens, only.price)
    return { fee, componentFees: [fee] }
  }
  const scales = components.map((component) => BigInt(uint32(component.scalePpm, 'scalePpm')))
  const whole = scales.reduce((sum, scale) => sum + scale, 0n)
  if (whole === 0n)
    throw new OpenLedgerError(coreErrors.PAYOUT_SCALES_ZERO, "The scales of the call's components sum to 0.")
  const componentFees = components.map(
    (component, i) => (componentFee(tokens, component.price) * (scales[i] ?? 0n)) / whole,
  )
  return {
    fee: uint128(
      componentFees.reduce((sum, fee) => sum + fee, 0n),
      'fee',
    ),
    componentFees,
  }
}
