import { formatUnits } from 'viem'

/**
 * An amount as people read it: OPEN with a fixed number of decimals, cut (never rounded up).
 * @param wei amount in wei (10^-18 OPEN)
 * @param decimals digits after the point; 0 < amount < one unit of them shows as '<0.…1'
 */
export function formatOpen(wei: bigint, decimals = 6): string {
  const [whole = '0', fraction = ''] = formatUnits(wei < 0n ? -wei : wei, 18).split('.')
  const cut = fraction.padEnd(decimals, '0').slice(0, decimals)
  const sign = wei < 0n ? '-' : ''
  if (wei !== 0n && BigInt(whole + cut) === 0n) return `${sign}<0.${'0'.repeat(decimals - 1)}1`
  return `${sign}${whole}.${cut}`
}
