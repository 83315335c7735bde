import { chainTime } from '@openledger/chain/actions/moveTime.ts'
import type { Info } from '@openledger/core/api/info.ts'

/**
 * The later of this machine's time and the chain's newest block, Unix seconds: deadlines and expiries count from it,
 * because a development chain's time may have been moved ahead.
 * @throws CHAIN_UNREACHABLE
 */
export async function ledgerTime(info: Pick<Info, 'rpcUrl'>): Promise<number> {
  return Math.max(Math.floor(Date.now() / 1000), await chainTime(info.rpcUrl))
}
