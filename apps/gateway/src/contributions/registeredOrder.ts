/**
 * Order of registration on chain as one number: block × 2^64 + log index × 2^32 + index in the contribution.
 *
 * @example registeredOrder(7n, 0, 3) < registeredOrder(7n, 1, 0)
 */
export function registeredOrder(blockNumber: bigint, logIndex: number, index: number): bigint {
  return (blockNumber << 64n) + (BigInt(logIndex) << 32n) + BigInt(index)
}
