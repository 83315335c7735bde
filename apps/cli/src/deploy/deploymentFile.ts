import { checkDeployment, type DeployCheck } from '@openledger/chain/deploy/checkDeployment.ts'
import { type DeployParams, deployParamsSchema } from '@openledger/chain/deploy/deployParams.ts'
import { type ContractAddresses, contractAddressesSchema } from '@openledger/core/api/addresses.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { z } from 'zod'
import { cliErrors } from '../errors.ts'
import { readJsonFile, writeJsonFile } from '../home/jsonFile.ts'

/** A deployment: where the contracts stand, on which chain, and what they were made with. */
export type Deployment = {
  readonly chainId: number
  readonly params: DeployParams
  readonly addresses: ContractAddresses
}

/** `addresses.json` as other commands read it, with the chain and the parameters beside. */
const fileSchema = contractAddressesSchema.extend({ chainId: z.int().min(1), params: deployParamsSchema })

/**
 * Reads what a deployment fixes for ever.
 * @param remoteToken OPEN on L1, for a deployment on an L2; stands for `"l2": { "remoteToken": … }` in the file
 * @throws CLI_FILE_INVALID naming the fields
 */
export async function readDeployParams(
  file: string,
  remoteToken?: string | boolean | undefined,
): Promise<DeployParams> {
  const value = await readJsonFile(file, z.unknown())
  const given = z.looseObject({}).safeParse(value)
  const l2 = typeof remoteToken === 'string' ? { l2: { remoteToken: remoteToken.toLowerCase() } } : {}
  const parsed = deployParamsSchema.safeParse(given.success ? { ...given.data, ...l2 } : value)
  if (parsed.success) return parsed.data
  throw new OpenLedgerError(cliErrors.CLI_FILE_INVALID, `${file}: ${z.prettifyError(parsed.error)}`)
}

/** Writes the addresses file whole or not at all. */
export async function writeDeployment(file: string, { chainId, params, addresses }: Deployment): Promise<void> {
  await writeJsonFile(file, { ...addresses, chainId, params: z.encode(deployParamsSchema, params) }, 0o644)
}

/**
 * Checks the deployment of an addresses file that `deploy` wrote.
 * @throws CLI_FILE_INVALID when it is none, or is of another chain; CHAIN_*
 */
export async function readDeployment(
  file: string,
  chainId: number,
  rpc: { readonly rpcUrl: string; readonly compareUrl: string | undefined },
): Promise<readonly DeployCheck[]> {
  const parsed = fileSchema.safeParse(await readJsonFile(file, z.unknown()))
  if (!parsed.success)
    throw new OpenLedgerError(cliErrors.CLI_FILE_INVALID, `${file}: ${z.prettifyError(parsed.error)}`)
  const { chainId: ofFile, params, ...addresses } = parsed.data
  if (ofFile !== chainId)
    throw new OpenLedgerError(cliErrors.CLI_FILE_INVALID, `${file} is of chain ${ofFile}, not ${chainId}`)
  return checkDeployment({ ...rpc, chainId, params, addresses })
}
