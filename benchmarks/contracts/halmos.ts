import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, dirname, join } from 'node:path'
import process from 'node:process'
import type { BenchContext } from '../lib/bench.ts'
import { pythonTools } from '../lib/pythonTools.ts'
import { runProgram } from '../lib/runProgram.ts'
import { closureOf, readSources } from './mutants/contractSources.ts'

/** Contracts of benchmarks/contracts/halmos, what they prove, and within which bounds. */
const PROOFS = [
  {
    contract: 'SumTreeProofs',
    about: 'sum tree',
    bounds: 'trees of up to 8 leaves, any hashes and sums, any siblings; hashes without collisions',
  },
  {
    contract: 'PrefixSumProofs',
    about: 'prefix-sum payout',
    bounds: 'any amount and split, 3 records a call; that a part fits, for fees below 2^32 wei',
  },
  {
    contract: 'MultiproofProofs',
    about: 'multiproof',
    bounds:
      'ClaimsProof itself, trees of up to 4 accounts, any claims, siblings and flags; hashes without collisions; where it stores by order, a mask that is proven to hash the same',
  },
] as const

const ASSERTION_s = 60

const CLAIMS_PROOF = 'src/libraries/ClaimsProof.sol'

/** Bounded proofs by symbolic execution of the libraries themselves; the hash stays uninterpreted. */
export async function measureHalmos(context: BenchContext): Promise<void> {
  const tool = await pythonTools(context, 'contracts', 'slither and halmos')
  const folder = join(context.root, 'benchmarks', '.cache', 'halmos')
  gatherProject(context.root, folder)
  for (const { contract, about, bounds } of PROOFS) {
    const path = [dirname(process.execPath), dirname(forgeBinary(context.root)), dirname(tool('halmos'))]
    const run = await runProgram(
      [
        tool('halmos'),
        '--contract',
        contract,
        '--loop',
        '20',
        '--solver-timeout-assertion',
        `${ASSERTION_s}s`,
        '--solver-threads',
        '1',
        '--solver-command',
        `${tool('python')} ${join(context.root, 'benchmarks', 'contracts', 'solveQuery.py')}`,
      ],
      {
        cwd: folder,
        signal: context.signal,
        env: { PATH: `${path.join(delimiter)}${delimiter}${process.env['PATH'] ?? ''}`, NO_COLOR: '1' },
      },
    )
    // biome-ignore lint/suspicious/noControlCharactersInRegex: halmos colours its verdicts.
    const output = `${run.stdout}${run.stderr}`.replaceAll(/\u001b\[\d+m/g, '')
    const verdicts = [
      ...output.matchAll(/\[(PASS|FAIL|TIMEOUT|ERROR)\] (check_\w+)\([^)]*\) \(paths: (\d+), time: ([\d.]+)s/g),
    ]
    const passed = verdicts.filter(([, verdict]) => verdict === 'PASS')
    const open = verdicts.filter(([, verdict]) => verdict !== 'PASS').map(([, verdict, name]) => `${name} ${verdict}`)
    context.row({
      name: `halmos, ${about}`,
      value: passed.length,
      unit: `of ${verdicts.length} properties proven`,
      bar: 'all, bounds stated',
      ok: passed.length > 0 && open.length === 0 && run.code === 0,
      note: `${bounds}; ${passed.map(([, , name, paths]) => `${name} (${paths} paths)`).join(', ')}; ${Math.round(run.seconds)} s${open.length > 0 ? `; NOT PROVEN: ${open.join(', ')}` : ''}${verdicts.length === 0 ? `; ${output.slice(-300)}` : ''}`,
    })
  }
}

/** A project of the proofs and of what they import from contracts/src, with the contracts' settings. */
function gatherProject(root: string, folder: string): void {
  const proofs = join(root, 'benchmarks', 'contracts', 'halmos')
  for (const name of ['src', 'test', 'lib']) rmSync(join(folder, name), { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  cpSync(proofs, join(folder, 'test'), { recursive: true })
  cpSync(join(root, 'contracts', 'tools'), join(folder, 'tools'), { recursive: true })
  const sources = readSources(root)
  const libraries = ['ClaimsProof', 'LeafHash', 'PlainTree', 'PrefixSum', 'SumRange', 'SumTree']
  const hashes = '@openzeppelin/contracts/utils/cryptography/Hashes.sol'
  sources.set(CLAIMS_PROOF, withKnownAddresses(sources.get(CLAIMS_PROOF) ?? ''))
  for (const unit of closureOf(sources, [...libraries.map((name) => `src/libraries/${name}.sol`), hashes])) {
    const file = join(folder, unit.startsWith('@') ? 'lib' : '', unit)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, sources.get(unit) ?? '')
  }
  const settings = readFileSync(join(root, 'contracts', 'foundry.toml'), 'utf8').replace('deny = "warnings"\n', '')
  writeFileSync(join(folder, 'foundry.toml'), settings.replace('dynamic_test_linking = true', 'ast = true'))
}

/**
 * Two nodes are stored at addresses that depend on their order, which halmos cannot follow. A mask orders them at known
 * ones; `check_theMaskOrdersAsThePlaceDoes` proves that both hash the same.
 * @throws when the library has no such places, or others
 */
function withKnownAddresses(source: string): string {
  const stores = /let place := shl\(5, lt\((\w+), node\)\)\s+mstore\(place, node\)\s+mstore\(xor\(place, 0x20\), \1\)/g
  const found = source.match(stores)?.length ?? 0
  const masked = source.replaceAll(
    stores,
    `let swap := and(xor($1, node), sub(0, lt($1, node)))
                mstore(0x00, xor(node, swap))
                mstore(0x20, xor($1, swap))`,
  )
  if (found !== 2 || masked.includes('place')) throw new Error(`${CLAIMS_PROOF}: ${found} stores by order instead of 2`)
  return masked
}

/** The forge that the contracts are built with. */
function forgeBinary(root: string): string {
  const require = createRequire(join(root, 'contracts', 'forge.mjs'))
  const arch = process.arch === 'arm64' ? 'arm64' : 'amd64'
  return require.resolve(`@foundry-rs/forge-${process.platform}-${arch}/bin/forge`)
}
