import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Address } from '@openledger/core/primitives/address.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import {
  createPublicClient,
  createWalletClient,
  encodeAbiParameters,
  encodeFunctionData,
  type Hex,
  http,
  parseAbi,
  serializeErc6492Signature,
} from 'viem'
import { foundry } from 'viem/chains'
import { z } from 'zod'
import { type Stack, testAccount } from '../stack.ts'

const compiledSchema = z.object({
  errors: z.array(z.object({ severity: z.string(), formattedMessage: z.string() })).default([]),
  contracts: z.object({
    'Wallets.sol': z.record(
      z.string(),
      z.object({ evm: z.object({ bytecode: z.object({ object: z.string().regex(/^[0-9a-f]+$/) }) }) }),
    ),
  }),
})

/** Compiles Wallets.sol by the project's solc: creation code by contract. */
function compile(): ReadonlyMap<string, Hex> {
  const content = readFileSync(join(import.meta.dirname, 'Wallets.sol'), 'utf8')
  const input = {
    language: 'Solidity',
    sources: { 'Wallets.sol': { content } },
    settings: { evmVersion: 'cancun', outputSelection: { '*': { '*': ['evm.bytecode.object'] } } },
  }
  const solc = join(import.meta.dirname, '../../../../contracts/tools/solc.mjs')
  const ran = spawnSync(process.execPath, [solc, '--standard-json'], { input: JSON.stringify(input), encoding: 'utf8' })
  const { errors, contracts } = compiledSchema.parse(JSON.parse(ran.stdout))
  const wrong = errors.filter(({ severity }) => severity === 'error')
  if (wrong.length > 0) throw new Error(wrong.map(({ formattedMessage }) => formattedMessage).join('\n'))
  const codes = Object.entries(contracts['Wallets.sol']).map(
    ([name, { evm }]) => [name, `0x${evm.bytecode.object}`] as const,
  )
  return new Map(codes)
}

const factoryAbi = parseAbi([
  'function make(address key) returns (address)',
  'function addressOf(address key) view returns (address)',
])

/** Contract wallets on a stack's chain that a key owns, each with its own idea of a signature, and one that is not there yet. */
export async function deployWallets(stack: Stack, key: Address) {
  const codes = compile()
  const transport = http(stack.anvil.rpcUrl)
  const sender = createWalletClient({ account: testAccount(0), chain: foundry, transport })
  const reader = createPublicClient({ chain: foundry, transport, pollingInterval: 50 })
  const asWord = encodeAbiParameters([{ type: 'address' }], [key]).slice(2)
  const deploy = async (name: string, more = ''): Promise<Address> => {
    const hash = await sender.sendTransaction({ data: `${codes.get(name) ?? '0x'}${more}` })
    return toAddress((await reader.waitForTransactionReceipt({ hash })).contractAddress ?? '')
  }
  const factory = await deploy('WalletFactory')
  const future = await reader.readContract({
    address: factory,
    abi: factoryAbi,
    functionName: 'addressOf',
    args: [key],
  })
  return {
    yes: await deploy('KeyWallet', asWord),
    no: await deploy('NoWallet'),
    true: await deploy('TrueWallet'),
    reverting: await deploy('RevertingWallet'),
    burning: await deploy('BurningWallet'),
    endless: await deploy('EndlessWallet'),
    future: toAddress(future),
    /** A signature of the wallet that is not there yet: how it will be made, and its key's signature (ERC-6492). */
    wrap: (signature: Hex): Hex =>
      serializeErc6492Signature({
        address: factory,
        data: encodeFunctionData({ abi: factoryAbi, functionName: 'make', args: [key] }),
        signature,
      }),
  }
}
