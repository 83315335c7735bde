import { transferOpen } from '@openledger/chain/actions/transferOpen.ts'
import { callRpc } from '@openledger/chain/rpc/callRpc.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import { hashText } from '@openledger/core/primitives/hash.ts'
import { hex32Schema } from '@openledger/core/primitives/hex.ts'
import { concatHex, encodeAbiParameters, encodeFunctionData, encodePacked, type Hex, keccak256, parseAbi } from 'viem'
import type { compilePeers } from './compilePeers.ts'
import type { GasWorld } from './gasWorld.ts'
import { perfectTree } from './perfectTree.ts'

const DEPTH = 17
const BATCH = 50
const OPEN = 10n ** 18n
const accounts = Array.from({ length: 60 }, (_, i) => toAddress(hashText(`peer account ${i}`).slice(0, 42)))
const cumulativeOf = (round: number, index: number) => BigInt(round) * (10n ** 17n + BigInt(index))
const distributorAbi = parseAbi([
  'function setRoot(bytes32 newRoot, bytes32 newDataHash)',
  'function claim(address account, address reward, uint256 cumulative, bytes32[] proof)',
])
const splitAbi = parseAbi([
  'function setSplit((address[] recipients, uint256[] allocations, uint256 totalAllocation, uint16 distributionIncentive) split, address token)',
  'function distribute((address[] recipients, uint256[] allocations, uint256 totalAllocation, uint16 distributionIncentive) split, address token, address distributor)',
])
const warehouseAbi = parseAbi(['function withdraw(address owner, address token)'])
const coordinatorAbi = parseAbi([
  'function submitRoot(bytes32 root, uint32 calculationEnd)',
  'struct EarnerLeaf { address earner; bytes32 earnerTokenRoot; }',
  'struct TokenLeaf { address token; uint256 cumulativeEarnings; }',
  'struct RewardsClaim { uint32 rootIndex; uint32 earnerIndex; bytes earnerProof; EarnerLeaf earnerLeaf; uint32[] tokenIndices; bytes[] tokenProofs; TokenLeaf[] tokenLeaves; }',
  'function processClaim(RewardsClaim claim, address recipient)',
  'function processClaims(RewardsClaim[] claims, address[] recipients)',
  'function setClaimerFor(address claimer)',
])

type Compiled = ReturnType<typeof compilePeers>

/** Universal-Rewards-Distributor-style: repeat claims of accounts with a balance, and the change of the root. */
export async function measureDistributor(world: GasWorld, compiled: Compiled) {
  const { operator, chain, create } = world
  const token = chain.addresses.openToken
  const to = toAddress(await create(compiled('RewardsDistributor.sol', 'RewardsDistributor')))
  await transferOpen(operator, { to, balanceAtLeast: 1_000n * OPEN })
  const claims: number[] = []
  let setRoot = 0
  for (const round of [1, 2]) {
    const leaves = accounts.map((account, index) => {
      const parameters = [{ type: 'address' }, { type: 'address' }, { type: 'uint256' }] as const
      return keccak256(keccak256(encodeAbiParameters(parameters, [account, token, cumulativeOf(round, index)])))
    })
    const tree = perfectTree(leaves, DEPTH, true)
    const rootData = encodeFunctionData({
      abi: distributorAbi,
      functionName: 'setRoot',
      args: [tree.root, hashText(`round ${round}`)],
    })
    setRoot = gasOf(await operator.send({ to, data: rootData }, 'Setting the root'))
    for (const [index, account] of accounts.slice(0, 10).entries()) {
      const args = [account, token, cumulativeOf(round, index), tree.proof(index)] as const
      const data = encodeFunctionData({ abi: distributorAbi, functionName: 'claim', args })
      const gas = gasOf(await operator.send({ to, data }, 'Claiming'))
      if (round === 2) claims.push(gas)
    }
  }
  return { claims, setRoot }
}

/** PullSplit-style: a distribution to 50 recipients with balances, and a withdrawal to an account with a balance. */
export async function measurePullSplit(world: GasWorld, compiled: Compiled) {
  const { operator, chain, create } = world
  const token = chain.addresses.openToken
  const warehouse = toAddress(await create(compiled('PullSplit.sol', 'Warehouse')))
  const argument = encodeAbiParameters([{ type: 'address' }], [warehouse])
  const to = toAddress(await create(concatHex([compiled('PullSplit.sol', 'PullSplit'), argument])))
  const recipients = accounts.slice(0, BATCH)
  const split = {
    recipients,
    allocations: recipients.map((_, index) => 10_000n + BigInt(index)),
    totalAllocation: recipients.reduce((sum, _, index) => sum + 10_000n + BigInt(index), 0n),
    distributionIncentive: 0,
  }
  const send = async (address: `0x${string}`, data: Hex, what: string) =>
    gasOf(await operator.send({ to: address, data }, what))
  await send(to, encodeFunctionData({ abi: splitAbi, functionName: 'setSplit', args: [split, token] }), 'Setting')
  const distribute = encodeFunctionData({
    abi: splitAbi,
    functionName: 'distribute',
    args: [split, token, operator.address],
  })
  let distributeOf50 = 0
  const withdrawals: number[] = []
  for (const round of [1, 2]) {
    await transferOpen(operator, { to, balanceAtLeast: 10n * OPEN })
    distributeOf50 = await send(to, distribute, 'Distributing')
    for (const owner of recipients.slice(0, 10)) {
      const data = encodeFunctionData({ abi: warehouseAbi, functionName: 'withdraw', args: [owner, token] })
      const gas = await send(warehouse, data, 'Withdrawing')
      if (round === 2) withdrawals.push(gas)
    }
  }
  return { distributeOf50, withdrawals }
}

/** EigenLayer-style two-level claims: an earner tree of depth 17, two tokens an earner, one of them claimed. */
export async function measureCoordinator(world: GasWorld, compiled: Compiled) {
  const { operator, chain, create } = world
  const token = chain.addresses.openToken
  const delay = encodeAbiParameters([{ type: 'uint32' }], [0])
  const to = toAddress(await create(concatHex([compiled('RewardsCoordinator.sol', 'RewardsCoordinator'), delay])))
  await transferOpen(operator, { to, balanceAtLeast: 1_000n * OPEN })
  await callAs(world, accounts, to)
  let submitRoot = 0
  let processOf50 = 0
  const claims: number[] = []
  for (const round of [1, 2]) {
    const tokenTrees = accounts.map((_, index) =>
      perfectTree(
        [
          keccak256(encodePacked(['uint8', 'address', 'uint256'], [1, token, cumulativeOf(round, index)])),
          hashText(`another token of ${index}`),
        ],
        1,
        false,
      ),
    )
    const leafOf = (index: number) => ({
      earner: accounts[index] ?? operator.address,
      earnerTokenRoot: tokenTrees[index]?.root ?? hashText(''),
    })
    const tree = perfectTree(
      accounts.map((_, index) => {
        const leaf = leafOf(index)
        return keccak256(encodePacked(['uint8', 'address', 'bytes32'], [0, leaf.earner, leaf.earnerTokenRoot]))
      }),
      DEPTH,
      false,
    )
    const rootData = encodeFunctionData({ abi: coordinatorAbi, functionName: 'submitRoot', args: [tree.root, round] })
    submitRoot = gasOf(await operator.send({ to, data: rootData }, 'Submitting the root'))
    const claimOf = (index: number) => ({
      rootIndex: round - 1,
      earnerIndex: index,
      earnerProof: concatHex(tree.proof(index)),
      earnerLeaf: leafOf(index),
      tokenIndices: [0],
      tokenProofs: [concatHex(tokenTrees[index]?.proof(0) ?? [])],
      tokenLeaves: [{ token, cumulativeEarnings: cumulativeOf(round, index) }],
    })
    for (const [index, account] of accounts.entries()) {
      if (index < BATCH) continue
      const args = [claimOf(index), account] as const
      const data = encodeFunctionData({ abi: coordinatorAbi, functionName: 'processClaim', args })
      const gas = gasOf(await operator.send({ to, data }, 'Claiming'))
      if (round === 2) claims.push(gas)
    }
    const batch = accounts.slice(0, BATCH)
    const args = [batch.map((_, index) => claimOf(index)), batch] as const
    const data = encodeFunctionData({ abi: coordinatorAbi, functionName: 'processClaims', args })
    processOf50 = gasOf(await operator.send({ to, data }, 'Claiming for many'))
  }
  return { claims, processOf50, submitRoot }
}

/** Every earner names the operator its claimer, as an earner does that lets others claim for it. */
async function callAs(world: GasWorld, earners: readonly `0x${string}`[], to: `0x${string}`): Promise<void> {
  const { client, rpcUrl } = world.chain
  const data = encodeFunctionData({
    abi: coordinatorAbi,
    functionName: 'setClaimerFor',
    args: [world.operator.address],
  })
  for (const from of earners) {
    await callRpc(rpcUrl, 'anvil_setBalance', [from, '0xde0b6b3a7640000'])
    await callRpc(rpcUrl, 'anvil_impersonateAccount', [from])
    const hash = hex32Schema.parse(await callRpc(rpcUrl, 'eth_sendTransaction', [{ from, to, data }]))
    await client.waitForTransactionReceipt({ hash })
  }
}

function gasOf(receipt: { readonly gasUsed: bigint }): number {
  return Number(receipt.gasUsed)
}
