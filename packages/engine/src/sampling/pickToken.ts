/** A candidate for the next token with its log-probability at temperature 1. */
export type Candidate = { readonly token: number; readonly logprob: number }

/**
 * Chooses a token by temperature and nucleus (top-p) sampling (Holtzman et al. 2020).
 * @param candidates most likely first, not empty
 * @param options.temperature above 0; the distribution is sharpened below 1 and flattened above
 * @param options.topP in (0, 1]: keeps the fewest candidates whose probabilities reach it, at least one
 * @param options.uniform in [0, 1): decides
 */
export function pickToken(
  candidates: readonly [Candidate, ...Candidate[]],
  options: { readonly temperature: number; readonly topP: number; readonly uniform: number },
): Candidate {
  const [first] = candidates
  const weights = candidates.map((c) => Math.exp((c.logprob - first.logprob) / options.temperature))
  const total = weights.reduce((sum, weight) => sum + weight, 0)

  let kept = 0
  let keptWeight = 0
  while (kept < weights.length && (kept === 0 || keptWeight < options.topP * total)) keptWeight += weights[kept++] ?? 0

  let left = options.uniform * keptWeight
  for (let i = 0; i < kept; i++) {
    left -= weights[i] ?? 0
    const candidate = candidates[i]
    if (left < 0 && candidate) return candidate
  }
  return candidates[kept - 1] ?? first
}
