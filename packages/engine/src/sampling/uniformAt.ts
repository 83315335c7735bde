const MASK = 0xffff_ffff_ffff_ffffn

/** One round of SplitMix64 (Steele, Lea, Flood 2014). */
function mix(state: bigint): bigint {
  let z = (state + 0x9e37_79b9_7f4a_7c15n) & MASK
  z = ((z ^ (z >> 30n)) * 0xbf58_476d_1ce4_e5b9n) & MASK
  z = ((z ^ (z >> 27n)) * 0x94d0_49bb_1331_11ebn) & MASK
  return z ^ (z >> 31n)
}

/**
 * The random number of one step: a pure function of seed and step, so that a generation can be repeated.
 * @param seed non-negative safe integer
 * @param step index of the token
 * @returns a number in [0, 1) with 53 random bits
 */
export function uniformAt(seed: number, step: number): number {
  return Number(mix((mix(BigInt(seed)) + BigInt(step)) & MASK) >> 11n) / 2 ** 53
}
