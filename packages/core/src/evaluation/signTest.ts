/**
 * How likely at least so uneven a result is where better and worse are as likely: the exact two-sided sign test, which
 * for answers that are right or wrong is McNemar's exact test (McNemar 1947). Ties are left out before.
 *
 * @param better changes for the better
 * @param worse changes for the worse
 * @returns p, from 0 to 1; 1 without changes
 */
export function signTest(better: number, worse: number): number {
  const changes = better + worse
  const fewer = Math.min(better, worse)
  let logChoose = 0
  let tail = 0
  for (let k = 0; k <= fewer; k++) {
    if (k > 0) logChoose += Math.log(changes - k + 1) - Math.log(k)
    tail += Math.exp(logChoose - changes * Math.LN2)
  }
  return Math.min(1, 2 * tail)
}
