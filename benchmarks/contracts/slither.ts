import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join, normalize } from 'node:path'
import process from 'node:process'
import { z } from 'zod'
import type { BenchContext } from '../lib/bench.ts'
import { pythonTools } from '../lib/pythonTools.ts'
import { runProgram } from '../lib/runProgram.ts'
import { explainedFindings } from './explainedFindings.ts'

const resultSchema = z.object({
  success: z.boolean(),
  error: z.string().nullable(),
  results: z.object({
    detectors: z.array(z.object({ check: z.string(), impact: z.string(), description: z.string() })).default([]),
  }),
})

/** Slither over all contracts: every finding of high or medium impact must be explained in `explainedFindings`. */
export async function measureSlither(context: BenchContext): Promise<void> {
  const tool = await pythonTools(context, 'contracts', 'slither and halmos')
  const folder = mkdtempSync(join(tmpdir(), 'openledger-bench-slither-'))
  try {
    const contracts = gatherSources(context.root, folder)
    context.progress(`slither over ${contracts} files`)
    const solc = join(context.root, 'contracts', 'tools', 'solc.mjs')
    const result = await runProgram(
      [
        tool('slither'),
        'input.json',
        '--compile-force-framework',
        'solc-json',
        '--solc',
        solc,
        '--filter-paths',
        '@openzeppelin',
        '--exclude-informational',
        '--exclude-low',
        '--exclude-optimization',
        '--json',
        'found.json',
      ],
      {
        cwd: folder,
        signal: context.signal,
        env: { PATH: `${dirname(process.execPath)}${delimiter}${process.env['PATH'] ?? ''}` },
      },
    )
    const found = resultSchema.parse(JSON.parse(readFileSync(join(folder, 'found.json'), 'utf8')))
    if (!found.success) throw new Error(`slither: ${found.error ?? result.stderr.slice(-2_000)}`)
    report(context, found.results.detectors)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function report(context: BenchContext, findings: z.output<typeof resultSchema>['results']['detectors']): void {
  const unexplained = findings.filter(
    ({ check, description }) =>
      !explainedFindings.some((known) => known.check === check && description.includes(known.where)),
  )
  // A reason for what is no longer found may have become wrong.
  const stale = explainedFindings.filter(
    (known) => !findings.some(({ check, description }) => known.check === check && description.includes(known.where)),
  )
  for (const { check, where } of stale) context.progress(`explained, but not found: ${check} ${where}`)
  for (const { check, impact, description } of unexplained) context.progress(`${impact} ${check}: ${description}`)
  context.row({
    name: 'slither, unexplained findings of high or medium impact',
    value: unexplained.length,
    unit: `of ${findings.length} found`,
    bar: '0',
    ok: unexplained.length === 0 && stale.length === 0,
    note: `slither 0.11.6 over contracts/src; reasons stand in benchmarks/contracts/explainedFindings.ts, ${stale.length} of them for what is not found${unexplained.map(({ check }) => `; ${check}`).join('')}`,
  })
}

/** Copies sources to where slither looks for them and writes solc's input. @returns files */
function gatherSources(root: string, folder: string): number {
  cpSync(join(root, 'contracts', 'src'), join(folder, 'src'), { recursive: true })
  const sources: Record<string, { content: string }> = {}
  const add = (unit: string): void => {
    if (unit in sources) return
    const external = unit.startsWith('@')
    if (external) cpSync(join(root, 'node_modules', unit), join(folder, unit))
    const content = readFileSync(join(folder, unit), 'utf8')
    sources[unit] = { content }
    for (const [, path = ''] of content.matchAll(/^(?:import|\}).*?"([^"]+\.sol)";$/gm))
      add(path.startsWith('.') ? normalize(join(dirname(unit), path)) : path)
  }
  for (const name of readdirSync(join(folder, 'src'), { recursive: true, encoding: 'utf8' }))
    if (name.endsWith('.sol')) add(join('src', name))
  const outputs = ['abi', 'evm.bytecode', 'evm.deployedBytecode', 'evm.methodIdentifiers', 'userdoc', 'devdoc']
  const input = {
    language: 'Solidity',
    sources,
    settings: {
      evmVersion: 'cancun',
      optimizer: { enabled: true, runs: 200 },
      outputSelection: { '*': { '*': outputs, '': ['ast'] } },
    },
  }
  writeFileSync(join(folder, 'input.json'), JSON.stringify(input))
  return Object.keys(sources).length
}
