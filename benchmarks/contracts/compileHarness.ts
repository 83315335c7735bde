import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { hexSchema } from '@openledger/core/primitives/hex.ts'
import type { Abi } from 'viem'
import { z } from 'zod'

const outputSchema = z.object({
  errors: z.array(z.object({ severity: z.string(), formattedMessage: z.string() })).optional(),
  contracts: z
    .record(
      z.string(),
      z.record(
        z.string(),
        z.object({
          abi: z.custom<Abi>((value) => Array.isArray(value)),
          evm: z.object({ bytecode: z.object({ object: z.string().transform((hex) => hexSchema.parse(`0x${hex}`)) }) }),
        }),
      ),
    )
    .optional(),
})

/** Compiles the harness over the contracts' own libraries with their settings. @returns ABI and creation bytecode */
export function compileHarness(root: string): { readonly abi: Abi; readonly bytecode: `0x${string}` } {
  const read = (path: string) => ({ content: readFileSync(join(root, path), 'utf8') })
  const own = [
    'libraries/ClaimsProof',
    'libraries/LeafHash',
    'libraries/PlainTree',
    'libraries/PrefixSum',
    'libraries/SumTree',
  ]
  const openZeppelin = ['utils/cryptography/MerkleProof', 'utils/cryptography/Hashes', 'utils/math/SafeCast']
  const sources = {
    'harness/Agreement.sol': read('benchmarks/contracts/harness/Agreement.sol'),
    ...Object.fromEntries(
      [...own, 'types/Epoch', 'types/Split'].map((name) => [`src/${name}.sol`, read(`contracts/src/${name}.sol`)]),
    ),
    ...Object.fromEntries(
      openZeppelin
        .map((name) => `@openzeppelin/contracts/${name}.sol`)
        .map((path) => [path, read(`node_modules/${path}`)]),
    ),
  }
  const input = {
    language: 'Solidity',
    sources,
    settings: {
      evmVersion: 'cancun',
      optimizer: { enabled: true, runs: 200 },
      outputSelection: { 'harness/Agreement.sol': { '*': ['abi', 'evm.bytecode.object'] } },
    },
  }
  const solc = spawnSync(process.execPath, [join(root, 'contracts', 'tools', 'solc.mjs')], {
    input: JSON.stringify(input),
    maxBuffer: 2 ** 27,
    encoding: 'utf8',
  })
  if (solc.status !== 0) throw new Error(`solc exited with ${solc.status}: ${solc.stderr}`)
  const output = outputSchema.parse(JSON.parse(solc.stdout))
  const failed = output.errors?.find(({ severity }) => severity === 'error')
  if (failed) throw new Error(failed.formattedMessage)
  const found = output.contracts?.['harness/Agreement.sol']?.['Agreement']
  if (found === undefined) throw new Error('solc gave no Agreement')
  return { abi: found.abi, bytecode: found.evm.bytecode.object }
}
