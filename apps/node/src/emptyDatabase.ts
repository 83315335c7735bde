import { parseArgs } from 'node:util'
import { toAddress } from '@openledger/core/primitives/address.ts'
import { clearPostgres } from '@openledger/db/clearPostgres.ts'
import { privateKeyToAddress } from 'viem/accounts'
import { readNodeConfig } from './nodeConfig.ts'
import { readOperatorKey } from './readOperatorKey.ts'

/**
 * `node emptyDatabase.ts --config FILE`: removes the node's tables from its PostgreSQL database, whatever else lies
 * there being left alone. Does nothing where the books are embedded. Exit 0: done; 1: failed, with the reason, for one
 * that the books are another operator's.
 */
const { values } = parseArgs({ options: { config: { type: 'string' } } })
const { databaseUrl, chainId, addresses, operatorKeyFile } = await readNodeConfig(values.config ?? '')
if (databaseUrl !== undefined) {
  const operator = toAddress(privateKeyToAddress(await readOperatorKey(operatorKeyFile)))
  await clearPostgres(databaseUrl, { chainId: BigInt(chainId), settlement: addresses.settlement, operator })
}
