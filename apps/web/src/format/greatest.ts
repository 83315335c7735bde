/** The greatest of some amounts; 0 of none. */
export function greatest(amounts: readonly bigint[]): bigint {
  let most = 0n
  for (const amount of amounts) if (amount > most) most = amount
  return most
}
