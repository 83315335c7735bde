import { randomUUID } from 'node:crypto'
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { type ContractAddresses, contractAddressesSchema } from '@openledger/core/api/addresses.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { chainErrors } from '../errors.ts'
import { type DeployContractsOptions, deployContracts } from './deployContracts.ts'

/** Contracts that deployments of earlier versions lack. */
const oldAddressesSchema = contractAddressesSchema.partial({
  challenges: true,
  recordDisputes: true,
  trainingFees: true,
  datanetRatings: true,
  staking: true,
  committee: true,
})

/**
 * Reads `addresses.json`.
 * @returns undefined when there is no such file
 * @throws CHAIN_ADDRESSES_INVALID when it isn't what {@link writeAddresses} writes
 * @throws CHAIN_ADDRESSES_OLD when contracts that this version relies on are not among them
 */
export function readAddresses(path: string): ContractAddresses | undefined {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw new OpenLedgerError(chainErrors.CHAIN_ADDRESSES_INVALID, `${path} can't be read.`, { cause: error })
  }
  try {
    const content: unknown = JSON.parse(text)
    const parsed = contractAddressesSchema.safeParse(content)
    if (!parsed.success && oldAddressesSchema.safeParse(content).success) {
      throw new OpenLedgerError(chainErrors.CHAIN_ADDRESSES_OLD, `${path} names contracts of an older version.`)
    }
    if (!parsed.success) throw parsed.error
    return parsed.data
  } catch (cause) {
    if (cause instanceof OpenLedgerError) throw cause
    throw new OpenLedgerError(chainErrors.CHAIN_ADDRESSES_INVALID, `${path} holds no contract addresses.`, { cause })
  }
}

/** Writes `addresses.json` whole or not at all: a kill leaves the old file. Its folder is made. */
export function writeAddresses(path: string, addresses: ContractAddresses): void {
  mkdirSync(dirname(path), { recursive: true })
  const draft = `${path}.${randomUUID()}.tmp`
  const file = openSync(draft, 'w')
  try {
    writeSync(file, `${JSON.stringify(addresses, null, 2)}\n`)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(draft, path)
}

/**
 * Deploys what is missing and keeps the addresses in a file: the one call at start-up. A second call with the same
 * file and chain sends nothing.
 * @throws as {@link readAddresses} and {@link deployContracts}
 */
export async function ensureContracts(
  options: Omit<DeployContractsOptions, 'existing'> & { readonly file: string },
): Promise<ContractAddresses> {
  const { file, ...rest } = options
  const existing = readAddresses(file)
  const addresses = await deployContracts(existing === undefined ? rest : { ...rest, existing })
  if (addresses !== existing) writeAddresses(file, addresses)
  return addresses
}
