import { createRequire } from 'node:module'
import { z } from 'zod'
import { type ContractSources, closureOf } from './contractSources.ts'
import { nodeSchema, type SolidityNode } from './solidityNode.ts'

const outputSchema = z.object({
  errors: z.array(z.object({ severity: z.string(), formattedMessage: z.string() })).default([]),
  sources: z.record(z.string(), z.object({ ast: nodeSchema.optional() })).default({}),
  contracts: z
    .record(
      z.string(),
      z.record(z.string(), z.object({ evm: z.object({ bytecode: z.object({ object: z.string() }) }) })),
    )
    .default({}),
})

/** Loaded when it is first needed: it is big, and most benches never compile. */
function compiler(): { readonly compile: (input: string) => string } {
  const loaded: unknown = createRequire(import.meta.url)('solc')
  return z
    .object({ compile: z.custom<(input: string) => string>((value) => typeof value === 'function') })
    .parse(loaded)
}

function compile(sources: ContractSources, units: readonly string[], outputs: object) {
  const input = {
    language: 'Solidity',
    sources: Object.fromEntries([...closureOf(sources, units)].map((unit) => [unit, { content: sources.get(unit) }])),
    // The same behaviour as the optimiser's, and faster to compile than that.
    settings: { evmVersion: 'cancun', optimizer: { enabled: false }, outputSelection: outputs },
  }
  return outputSchema.parse(JSON.parse(compiler().compile(JSON.stringify(input))))
}

/** Syntax trees of units. */
export function parseUnits(sources: ContractSources, units: readonly string[]): Map<string, SolidityNode> {
  const { sources: parsed, errors } = compile(sources, units, { '*': { '': ['ast'] } })
  const failed = errors.find(({ severity }) => severity === 'error')
  if (failed !== undefined) throw new Error(failed.formattedMessage)
  return new Map(
    units.flatMap((unit) => {
      const ast = parsed[unit]?.ast
      return ast === undefined ? [] : [[unit, ast] as const]
    }),
  )
}

/**
 * Compiles contracts of some units.
 * @returns creation code by `unit:contract`; undefined when it does not compile
 */
export function compileUnits(sources: ContractSources, units: readonly string[]): Map<string, string> | undefined {
  const wanted = Object.fromEntries(units.map((unit) => [unit, { '*': ['evm.bytecode.object'] }]))
  const { contracts, errors } = compile(sources, units, wanted)
  if (errors.some(({ severity }) => severity === 'error')) return undefined
  return new Map(
    Object.entries(contracts).flatMap(([unit, found]) =>
      Object.entries(found).map(([name, { evm }]) => [`${unit}:${name}`, evm.bytecode.object] as const),
    ),
  )
}
