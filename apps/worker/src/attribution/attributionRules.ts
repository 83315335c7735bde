/** The rules of attribution that this node applies and publishes with every epoch. */
export const attributionRules = {
  /** Strength grows with the square of what a score exceeds its threshold by. */
  exponent: 2,
  /**
   * Micro-nats by which a retrieved record must raise the answer's log-probability to be cited. Records that have nothing
   * to do with a question lie below it: `./openledger bench rag`, part calibration, on questions that are not reported.
   */
  citationThreshold: 2_300_000n,
} as const
