import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { hexSchema } from '@openledger/core/primitives/hex.ts'
import { z } from 'zod'

const outputSchema = z.object({
  errors: z.array(z.object({ severity: z.string(), formattedMessage: z.string() })).optional(),
  contracts: z.record(
    z.string(),
    z.record(
      z.string(),
      z.object({
        evm: z.object({ bytecode: z.object({ object: z.string().transform((hex) => hexSchema.parse(`0x${hex}`)) }) }),
      }),
    ),
  ),
})

/** Creation bytecode of the peers, compiled as our own contracts are: same solc, optimiser and EVM version. */
export function compilePeers(root: string) {
  const folder = join(root, 'benchmarks', 'gas', 'contracts')
  const source = (name: string) => ({ content: readFileSync(join(folder, name), 'utf8') })
  const input = {
    language: 'Solidity',
    sources: Object.fromEntries(
      ['RewardsDistributor.sol', 'PullSplit.sol', 'RewardsCoordinator.sol'].map((name) => [name, source(name)]),
    ),
    settings: {
      evmVersion: 'cancun',
      optimizer: { enabled: true, runs: 200 },
      metadata: { bytecodeHash: 'none', appendCBOR: false },
      outputSelection: { '*': { '*': ['evm.bytecode.object'] } },
    },
  }
  const solc = spawnSync(process.execPath, [join(root, 'contracts', 'tools', 'solc.mjs')], {
    input: JSON.stringify(input),
    maxBuffer: 2 ** 26,
    encoding: 'utf8',
  })
  if (solc.status !== 0) throw new Error(`solc exited with ${solc.status}: ${solc.stderr}`)
  const output = outputSchema.parse(JSON.parse(solc.stdout))
  const failed = output.errors?.find(({ severity }) => severity === 'error')
  if (failed) throw new Error(failed.formattedMessage)
  return (file: string, contract: string) => {
    const bytecode = output.contracts[file]?.[contract]?.evm.bytecode.object
    if (bytecode === undefined) throw new Error(`${contract} is not in ${file}`)
    return bytecode
  }
}
