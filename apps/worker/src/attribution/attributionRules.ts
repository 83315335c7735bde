/** The rules of attribution that this node applies and publishes with every epoch. */
export const attributionRules = {
  /** Strength grows with the square of what a score exceeds its threshold by. */
  exponent: 2,
  /**
   * Micro-nats by which leaving a retrieved record out must lower the answer's log-probability. Below half a nat the
   * differences between two runs of the engine's arithmetic and unrelated records lie.
   */
  citationThreshold: 500_000n,
} as const
