import { contractAddressesSchema } from '@openledger/core/api/addresses.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { addressSchema } from '@openledger/core/primitives/address.ts'
import { z } from 'zod'
import type { OptionValues } from '../command.ts'
import type { Environment } from '../environment.ts'
import { cliErrors } from '../errors.ts'
import type { HomePaths } from '../home/homePaths.ts'
import { readJsonFile } from '../home/jsonFile.ts'
import type { OutsideView } from './verifyFromOutside.ts'

const configSchema = z.looseObject({ rpcUrl: z.url(), compareRpcUrl: z.url().optional(), chainId: z.int() })
const operatorSchema = z.looseObject({ address: z.string() })

/** Options that say from where to verify; each falls back to this machine's own OpenLedger. */
export const outsideOptions = {
  rpc: { type: 'string', help: 'RPC of the chain (default: this machine’s)' },
  compare: {
    type: 'string',
    help: 'a second RPC of the same chain that has to agree (default: OPENLEDGER_COMPARE_RPC)',
  },
  chain: { type: 'string', help: 'chain id (default: this machine’s)' },
  addresses: {
    type: 'string',
    help: 'file with the contracts’ addresses (default: addresses.json of the state folder)',
  },
  operator: { type: 'string', help: 'whose epochs (default: this machine’s operator)' },
  data: {
    type: 'string',
    help: 'folder or gateway address of the published data (default: data/ of the state folder)',
  },
} as const

/**
 * Reads where to verify from. Nothing of the database or of a key is touched.
 * @throws CLI_USAGE when something is neither given nor found here
 */
export async function readOutsideView(
  values: OptionValues,
  paths: HomePaths,
  environment: Environment = {},
): Promise<OutsideView> {
  const text = (name: string) => (typeof values[name] === 'string' ? values[name] : undefined)
  const config = await readJsonFile(paths.config, configSchema)
  const addresses = await readJsonFile(text('addresses') ?? paths.addresses, contractAddressesSchema)
  const operator = text('operator') ?? (await readJsonFile(`${paths.keys}/operator.json`, operatorSchema))?.address
  const rpcUrl = text('rpc') ?? config?.rpcUrl
  const chainId = Number(text('chain') ?? config?.chainId)
  const missing = { rpc: rpcUrl, chain: Number.isInteger(chainId) ? chainId : undefined, addresses, operator }
  for (const [name, value] of Object.entries(missing)) {
    if (value === undefined)
      throw new OpenLedgerError(cliErrors.CLI_USAGE, `--${name} is not given and nothing in ${paths.home} says it`)
  }
  if (rpcUrl === undefined || addresses === undefined)
    throw new OpenLedgerError(cliErrors.CLI_USAGE, 'no chain to verify on')
  // Addresses are written with EIP-55's capitals by many tools; the protocol's form is lower case.
  const checked = addressSchema.safeParse(operator?.toLowerCase())
  if (!checked.success) throw new OpenLedgerError(cliErrors.CLI_USAGE, `--operator ${operator ?? ''} is not an address`)
  const compareUrl = text('compare') ?? environment.OPENLEDGER_COMPARE_RPC ?? config?.compareRpcUrl
  if (compareUrl !== undefined && !URL.canParse(compareUrl))
    throw new OpenLedgerError(cliErrors.CLI_USAGE, '--compare takes the URL of an RPC')
  return { rpcUrl, compareUrl, chainId, addresses, operator: checked.data, data: text('data') ?? paths.data }
}
