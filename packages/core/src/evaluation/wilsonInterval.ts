/** A share and where its true value lies with 95% confidence, all from 0 to 1. */
export type Interval = { readonly low: number; readonly high: number }

/** 97.5% quantile of the normal distribution. */
const Z = 1.959963984540054

/**
 * Where a share lies with 95% confidence (Wilson 1927, "Probable Inference, the Law of Succession, and Statistical
 * Inference", JASA 22): unlike the share ± two deviations it holds for few trials and for shares near 0 and 1.
 *
 * @param successes from 0 to `trials`; need not be whole where a trial counts in part
 * @returns undefined without trials
 */
export function wilsonInterval(successes: number, trials: number): Interval | undefined {
  if (trials <= 0) return undefined
  const share = successes / trials
  const z2 = Z * Z
  const middle = share + z2 / (2 * trials)
  const spread = Z * Math.sqrt((share * (1 - share)) / trials + z2 / (4 * trials * trials))
  const whole = 1 + z2 / trials
  return { low: Math.max(0, (middle - spread) / whole), high: Math.min(1, (middle + spread) / whole) }
}
