import { type Address, toAddress } from '@openledger/core/primitives/address.ts'
import { encodeAbiParameters, encodeDeployData, getContractAddress, type Hex, keccak256 } from 'viem'
import { datanetRegistryAbi } from '../abi/datanetRegistry.ts'
import { datanetRegistryBytecode } from '../abi/datanetRegistryBytecode.ts'
import { modelRegistryAbi } from '../abi/modelRegistry.ts'
import { modelRegistryBytecode } from '../abi/modelRegistryBytecode.ts'
import { openTokenAbi } from '../abi/openToken.ts'
import { openTokenBytecode } from '../abi/openTokenBytecode.ts'
import { settlementAbi } from '../abi/settlement.ts'
import { settlementBytecode } from '../abi/settlementBytecode.ts'
import type { DeployParams } from './deployParams.ts'

/** The deterministic deployer (a proxy for CREATE2) that stands at this address on anvil and on most chains. */
export const CREATE2_DEPLOYER: Address = '0x4e59b44847b379578588920ca78fbf26c0b4956c'

/** One contract to create: where it will stand, and its creation code with arguments. */
export type DeployStep = { readonly name: string; readonly address: Address; readonly initCode: Hex }

/** Everything that follows from the parameters alone, before any transaction. */
export type DeployPlan = {
  readonly salt: Hex
  /** In the order of creation; a later one may name an earlier one. */
  readonly steps: readonly DeployStep[]
  readonly addresses: {
    readonly openToken: Address
    readonly datanetRegistry: Address
    readonly modelRegistry: Address
    readonly paymentEscrow: Address
    readonly settlement: Address
    readonly bondVault: Address
  }
}

/**
 * Where each contract will stand, and how it is created. The addresses depend on nothing but parameters and bytecode
 * (CREATE2, EIP-1014), so a stopped deployment goes on from the chain alone, and nobody can take an address.
 * `Settlement` creates its escrow and its bond vault itself, as its first and second contract.
 */
export function deployPlan(params: DeployParams): DeployPlan {
  const salt = keccak256(encodeAbiParameters([{ type: 'string' }, { type: 'bytes32' }], ['openledger', params.salt]))
  const step = (name: string, initCode: Hex): DeployStep => ({
    name,
    initCode,
    address: toAddress(getContractAddress({ opcode: 'CREATE2', from: CREATE2_DEPLOYER, salt, bytecode: initCode })),
  })
  const openToken = step(
    'OpenToken',
    encodeDeployData({ abi: openTokenAbi, bytecode: openTokenBytecode, args: [params.holder] }),
  )
  const datanetRegistry = step(
    'DatanetRegistry',
    encodeDeployData({ abi: datanetRegistryAbi, bytecode: datanetRegistryBytecode }),
  )
  const modelRegistry = step(
    'ModelRegistry',
    encodeDeployData({
      abi: modelRegistryAbi,
      bytecode: modelRegistryBytecode,
      args: [datanetRegistry.address, BigInt(params.priceDelay_s)],
    }),
  )
  const settlementParams = {
    token: openToken.address,
    owner: params.owner,
    challengeWindow: BigInt(params.challengeWindow_s),
    withdrawalDelay: BigInt(params.withdrawalDelay_s),
    minimumBond: params.minimumBond,
    bondShareBps: params.bondShareBps,
  }
  const settlement = step(
    'Settlement',
    encodeDeployData({ abi: settlementAbi, bytecode: settlementBytecode, args: [settlementParams] }),
  )
  const createdBySettlement = (nonce: bigint) => toAddress(getContractAddress({ from: settlement.address, nonce }))
  return {
    salt,
    steps: [openToken, datanetRegistry, modelRegistry, settlement],
    addresses: {
      openToken: openToken.address,
      datanetRegistry: datanetRegistry.address,
      modelRegistry: modelRegistry.address,
      settlement: settlement.address,
      paymentEscrow: createdBySettlement(1n),
      bondVault: createdBySettlement(2n),
    },
  }
}
