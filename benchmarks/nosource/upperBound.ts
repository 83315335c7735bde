/**
 * The greatest probability that is still compatible with `hits` of `trials` at a one-sided confidence (Clopper and Pearson,
 * The Use of Confidence or Fiducial Limits Illustrated in the Case of the Binomial, 1934).
 *
 * @param confidence e.g. 0.95
 * @returns 0 to 1
 */
export function upperBound(hits: number, trials: number, confidence: number): number {
  if (hits >= trials) return 1
  let [low, high] = [hits / trials, 1]
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2
    if (atMost(hits, trials, middle) > 1 - confidence) low = middle
    else high = middle
  }
  return high
}

/** Probability of at most `hits` of `trials`. */
function atMost(hits: number, trials: number, probability: number): number {
  let term = trials * Math.log1p(-probability)
  let sum = Math.exp(term)
  for (let k = 1; k <= hits; k++) {
    term += Math.log((trials - k + 1) / k) + Math.log(probability) - Math.log1p(-probability)
    sum += Math.exp(term)
  }
  return sum
}
