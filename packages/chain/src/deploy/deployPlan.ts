import { type Address, toAddress } from '@openledger/core/primitives/address.ts'
import {
  concat,
  encodeAbiParameters,
  encodeDeployData,
  encodeFunctionData,
  getContractAddress,
  type Hex,
  keccak256,
  zeroAddress,
} from 'viem'
import { challengesBytecode } from '../abi/challengesBytecode.ts'
import { committeeBytecode } from '../abi/committeeBytecode.ts'
import { datanetRatingsAbi } from '../abi/datanetRatings.ts'
import { datanetRatingsBytecode } from '../abi/datanetRatingsBytecode.ts'
import { datanetRegistryAbi } from '../abi/datanetRegistry.ts'
import { datanetRegistryBytecode } from '../abi/datanetRegistryBytecode.ts'
import { genesisAbi } from '../abi/genesis.ts'
import { genesisBytecode } from '../abi/genesisBytecode.ts'
import { modelRegistryAbi } from '../abi/modelRegistry.ts'
import { modelRegistryBytecode } from '../abi/modelRegistryBytecode.ts'
import { openTokenAbi } from '../abi/openToken.ts'
import { openTokenBytecode } from '../abi/openTokenBytecode.ts'
import { openTokenL2Abi } from '../abi/openTokenL2.ts'
import { openTokenL2Bytecode } from '../abi/openTokenL2Bytecode.ts'
import { originsBytecode } from '../abi/originsBytecode.ts'
import { provers } from '../abi/provers.ts'
import { settlementBytecode } from '../abi/settlementBytecode.ts'
import { stakingBytecode } from '../abi/stakingBytecode.ts'
import type { DeployParams } from './deployParams.ts'

/** The deterministic deployer (a proxy for CREATE2) that stands at this address on anvil and on most chains. */
export const CREATE2_DEPLOYER: Address = '0x4e59b44847b379578588920ca78fbf26c0b4956c'

/** One contract to create: where it will stand, and the transaction that creates it. */
export type DeployStep = { readonly name: string; readonly address: Address; readonly to: Address; readonly data: Hex }

/** Everything that follows from the parameters alone, before any transaction. */
export type DeployPlan = {
  /** In the order of creation; a later one may name an earlier one. */
  readonly steps: readonly DeployStep[]
  readonly addresses: {
    readonly openToken: Address
    readonly datanetRegistry: Address
    readonly modelRegistry: Address
    readonly paymentEscrow: Address
    readonly settlement: Address
    readonly bondVault: Address
    readonly challenges: Address
    readonly recordDisputes: Address
    readonly staking: Address
    readonly committee: Address
    readonly trainingFees: Address
    readonly datanetRatings: Address
  }
}

/**
 * Where each contract will stand, and how it is created. The addresses depend on nothing but parameters and bytecode
 * (CREATE2, EIP-1014), so a stopped deployment goes on from the chain alone, and nobody can take an address.
 * `Genesis` creates `Settlement`, `Staking`, the provers, `Origins`, `Challenges` and `Committee`, which must know
 * each other;
 * `Settlement` creates its escrow and its bond vault itself, as its first and second contract, and `DatanetRegistry` its
 * disputes and its training fees.
 */
export function deployPlan(params: DeployParams): DeployPlan {
  const salt = keccak256(encodeAbiParameters([{ type: 'string' }, { type: 'bytes32' }], ['openledger', params.salt]))
  const step = (name: string, bytecode: Hex): DeployStep => ({
    name,
    to: CREATE2_DEPLOYER,
    data: concat([salt, bytecode]),
    address: toAddress(getContractAddress({ opcode: 'CREATE2', from: CREATE2_DEPLOYER, salt, bytecode })),
  })
  const openToken =
    params.l2 === undefined
      ? step('OpenToken', encodeDeployData({ abi: openTokenAbi, bytecode: openTokenBytecode, args: [params.holder] }))
      : step(
          'OpenTokenL2',
          encodeDeployData({
            abi: openTokenL2Abi,
            bytecode: openTokenL2Bytecode,
            args: [params.l2.remoteToken, params.l2.bridge],
          }),
        )
  const datanetRegistry = step(
    'DatanetRegistry',
    encodeDeployData({
      abi: datanetRegistryAbi,
      bytecode: datanetRegistryBytecode,
      args: [openToken.address, params.disputeStake, BigInt(params.disputeWindow_s)],
    }),
  )
  const modelRegistry = step(
    'ModelRegistry',
    encodeDeployData({
      abi: modelRegistryAbi,
      bytecode: modelRegistryBytecode,
      args: [datanetRegistry.address, BigInt(params.priceDelay_s)],
    }),
  )
  const linked = [
    { name: 'Settlement', bytecode: settlementBytecode },
    { name: 'Staking', bytecode: stakingBytecode },
    ...provers,
    { name: 'Origins', bytecode: originsBytecode },
    { name: 'Challenges', bytecode: challengesBytecode },
    { name: 'Committee', bytecode: committeeBytecode },
  ]
  const settlementParams = {
    token: openToken.address,
    owner: params.owner,
    challengeWindow: BigInt(params.challengeWindow_s),
    withdrawalDelay: BigInt(params.withdrawalDelay_s),
    minimumBond: params.minimumBond,
    bondShareBps: params.bondShareBps,
    challenges: zeroAddress,
    staking: zeroAddress,
    committee: zeroAddress,
  }
  const stakingParams = {
    unbondingDelay: BigInt(params.unbondingDelay_s),
    rewardPeriod: BigInt(params.rewardPeriod_s),
    faultSlashBps: params.faultSlashBps,
    silenceSlashBps: params.silenceSlashBps,
  }
  const committeeParams = {
    size: params.committeeSize,
    stepWindow: BigInt(params.committeeStep_s),
    drawDelay: BigInt(params.committeeDrawDelay_blocks),
    tolerancePpm: params.committeeTolerancePpm,
    pricePerMember: params.pricePerMember,
    memberBps: params.memberBps,
    minimumStake: params.minimumStake,
  }
  const codeHashes = linked.map(({ bytecode }) => keccak256(bytecode))
  const genesis = step(
    'Genesis',
    encodeDeployData({
      abi: genesisAbi,
      bytecode: genesisBytecode,
      args: [
        settlementParams,
        datanetRegistry.address,
        modelRegistry.address,
        BigInt(params.answerWindow_s),
        params.pricePerLeaf,
        stakingParams,
        committeeParams,
        codeHashes,
      ],
    }),
  )
  const createdBy = (from: Address, nonce: number) => toAddress(getContractAddress({ from, nonce: BigInt(nonce) }))
  const byGenesis = linked.map(
    ({ name, bytecode }, index): DeployStep => ({
      name,
      to: genesis.address,
      data: encodeFunctionData({ abi: genesisAbi, functionName: 'create', args: [bytecode] }),
      address: createdBy(genesis.address, index + 1),
    }),
  )
  const settlement = createdBy(genesis.address, 1)
  const datanetRatings = step(
    'DatanetRatings',
    encodeDeployData({
      abi: datanetRatingsAbi,
      bytecode: datanetRatingsBytecode,
      args: [datanetRegistry.address, createdBy(genesis.address, 2)],
    }),
  )
  return {
    steps: [openToken, datanetRegistry, modelRegistry, genesis, ...byGenesis, datanetRatings],
    addresses: {
      openToken: openToken.address,
      datanetRegistry: datanetRegistry.address,
      modelRegistry: modelRegistry.address,
      settlement,
      paymentEscrow: createdBy(settlement, 1),
      bondVault: createdBy(settlement, 2),
      recordDisputes: createdBy(datanetRegistry.address, 1),
      challenges: createdBy(genesis.address, linked.length - 1),
      committee: createdBy(genesis.address, linked.length),
      staking: createdBy(genesis.address, 2),
      trainingFees: createdBy(datanetRegistry.address, 2),
      datanetRatings: datanetRatings.address,
    },
  }
}
