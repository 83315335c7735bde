import type { ContractAddresses } from '@openledger/core/api/addresses.ts'
import type { Address } from '@openledger/core/primitives/address.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { encodeFunctionData, type Hex } from 'viem'
import { datanetRegistryAbi } from '../abi/datanetRegistry.ts'
import type { ContractCall } from './contractCall.ts'

const abi = datanetRegistryAbi

/** A new Datanet of the sender. `rateBps` ≤ 2,000; hashes of the licence text and of the describing JSON. */
export type DatanetTerms = {
  readonly slug: string
  readonly treasury: Address
  readonly rateBps: number
  readonly termsHash: Hex32
  readonly metadataHash: Hex32
}

/** Creates the sender's Datanet. */
export function createDatanetCall(addresses: ContractAddresses, terms: DatanetTerms): ContractCall {
  const { slug, treasury, rateBps, termsHash, metadataHash } = terms
  const args = [slug, treasury, rateBps, termsHash, metadataHash] as const
  return { to: addresses.datanetRegistry, data: encodeFunctionData({ abi, functionName: 'create', args }) }
}

/** Who reviews a Datanet's records and gets `bps` of its rate part. */
export type Curator = { readonly account: Address; readonly bps: number }

/** Names the curators of the sender's Datanet, instead of those before. */
export function setCuratorsCall(
  addresses: ContractAddresses,
  datanetId: Hex32,
  curators: readonly Curator[],
): ContractCall {
  const args = [datanetId, curators] as const
  return { to: addresses.datanetRegistry, data: encodeFunctionData({ abi, functionName: 'setCurators', args }) }
}

/** A signed contribution (EIP-712 `Contribution`), relayed by anyone; `deadline` in Unix seconds. */
export type SignedContribution = {
  readonly datanetId: Hex32
  readonly contributor: Address
  readonly commitments: readonly Hex32[]
  readonly deadline: bigint
  readonly signature: Hex
}

/** Registers a contributor's batch; anyone may send it. */
export function registerContributionCall(addresses: ContractAddresses, signed: SignedContribution): ContractCall {
  const { datanetId, contributor, commitments, deadline, signature } = signed
  const args = [datanetId, contributor, commitments, deadline, signature] as const
  return {
    to: addresses.datanetRegistry,
    data: encodeFunctionData({ abi, functionName: 'registerContribution', args }),
  }
}

/** A version as its owner publishes it; `previousRoot` 0 for the first. */
export type VersionToPublish = {
  readonly datanetId: Hex32
  readonly root: Hex32
  readonly count: number
  readonly dataHash: Hex32
  readonly previousRoot: Hex32
}

/** Publishes the next version of the sender's Datanet. */
export function publishVersionCall(addresses: ContractAddresses, version: VersionToPublish): ContractCall {
  const { datanetId, root, count, dataHash, previousRoot } = version
  const args = [datanetId, root, count, dataHash, previousRoot] as const
  return { to: addresses.datanetRegistry, data: encodeFunctionData({ abi, functionName: 'publishVersion', args }) }
}

/** Access terms; `expiry` is the last second (Unix) at which they hold, `minOutputPrice` wei a token. */
export type GrantTerms = {
  readonly datanetId: Hex32
  readonly developer: Address
  readonly termsHash: Hex32
  readonly expiry: bigint
  readonly minDataShareBps: number
  readonly minOutputPrice: bigint
  /** Wei of OPEN that the developer pays for each version it trains on; nothing by default. */
  readonly trainingFee?: bigint
}

/** Grants a developer access to the sender's Datanet. */
export function grantAccessCall(addresses: ContractAddresses, grant: GrantTerms): ContractCall {
  const { datanetId, developer, termsHash, expiry, minDataShareBps, minOutputPrice, trainingFee = 0n } = grant
  const args = [datanetId, developer, termsHash, expiry, minDataShareBps, minOutputPrice, trainingFee] as const
  return { to: addresses.datanetRegistry, data: encodeFunctionData({ abi, functionName: 'grantAccess', args }) }
}

/** Ends a developer's access to the sender's Datanet. */
export function revokeAccessCall(addresses: ContractAddresses, datanetId: Hex32, developer: Address): ContractCall {
  const args = [datanetId, developer] as const
  return { to: addresses.datanetRegistry, data: encodeFunctionData({ abi, functionName: 'revokeAccess', args }) }
}

/** Says that the sender wants access to a Datanet under these terms. */
export function requestAccessCall(addresses: ContractAddresses, datanetId: Hex32, termsHash: Hex32): ContractCall {
  const args = [datanetId, termsHash] as const
  return { to: addresses.datanetRegistry, data: encodeFunctionData({ abi, functionName: 'requestAccess', args }) }
}

/** What one account may register in a Datanet, in all and by day; 0 for no limit. */
export type DatanetLimits = { readonly recordsInAll: number; readonly recordsADay: number }

/** Limits what one account registers in the sender's Datanet. */
export function setLimitsCall(addresses: ContractAddresses, datanetId: Hex32, limits: DatanetLimits): ContractCall {
  const args = [datanetId, limits] as const
  return { to: addresses.datanetRegistry, data: encodeFunctionData({ abi, functionName: 'setLimits', args }) }
}

/** Puts what is contributed to the sender's Datanet from now on under a licence. */
export function setLicenceCall(
  addresses: ContractAddresses,
  licence: { readonly datanetId: Hex32; readonly name: string; readonly termsHash: Hex32 },
): ContractCall {
  const args = [licence.datanetId, licence.name, licence.termsHash] as const
  return { to: addresses.datanetRegistry, data: encodeFunctionData({ abi, functionName: 'setLicence', args }) }
}

/** Says that the sender's records shall stay out of new versions. */
export function revokeRecordsCall(
  addresses: ContractAddresses,
  datanetId: Hex32,
  commitments: readonly Hex32[],
): ContractCall {
  const args = [datanetId, commitments] as const
  return { to: addresses.datanetRegistry, data: encodeFunctionData({ abi, functionName: 'revokeRecords', args }) }
}
