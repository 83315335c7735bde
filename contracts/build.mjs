#!/usr/bin/env node
// Builds the contracts and writes their ABIs and bytecode for TypeScript into packages/chain/src/abi.
// `--check` writes nothing and exits 1 when what is committed is stale; `--tests` compiles the tests too.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { renderAbi, renderBytecode, renderProvers } from './tools/renderAbi.mjs'
import { runForge } from './tools/runForge.mjs'

const contractsFolder = dirname(fileURLToPath(import.meta.url))
const abiFolder = join(contractsFolder, '..', 'packages', 'chain', 'src', 'abi')

/**
 * Judges of fault proofs, by kind / 16 (`FaultKind`): the order is part of what every challenger relies on. A gap would
 * shift it, so the list ends at the first that does not exist.
 */
const judges = ['TreeFaults', 'PayoutFaults', 'ReceiptFaults', 'CreditFaults', 'AttributionFaults']
const missing = judges.findIndex((name) => !existsSync(join(contractsFolder, 'src', 'faults', `${name}.sol`)))
const provers = missing === -1 ? judges : judges.slice(0, missing)

/**
 * Contracts that TypeScript talks to. `deploy`: its creation code is sent, by a transaction of its own or to `Genesis`;
 * the others are created by `Settlement` and `Staking`. `calls`: contracts whose errors come through, so that a client can name them
 * from one ABI.
 */
const exported = [
  { name: 'OpenToken', deploy: true, calls: [] },
  { name: 'DatanetRegistry', deploy: true, calls: [] },
  { name: 'ModelRegistry', deploy: true, calls: [] },
  { name: 'RecordDisputes', deploy: false, calls: ['OpenToken'] },
  { name: 'DatanetRatings', deploy: true, calls: [] },
  { name: 'TrainingFees', deploy: false, calls: ['OpenToken'] },
  { name: 'OpenTokenL2', deploy: true, calls: [] },
  { name: 'Genesis', deploy: true, calls: [] },
  { name: 'Settlement', deploy: true, calls: ['BondVault', 'ClaimVault', 'OpenToken', 'StakePool', 'Staking'] },
  { name: 'Staking', deploy: true, calls: ['OpenToken', 'StakePool'] },
  ...provers.map((name) => ({ name, deploy: true, calls: [] })),
  { name: 'Origins', deploy: true, calls: [] },
  { name: 'Challenges', deploy: true, calls: ['Origins', 'Settlement'] },
  { name: 'Committee', deploy: true, calls: ['OpenToken', 'Settlement', 'StakePool', 'Staking'] },
  { name: 'PaymentEscrow', deploy: false, calls: ['OpenToken', 'Settlement'] },
  { name: 'BondVault', deploy: false, calls: ['OpenToken'] },
  { name: 'ClaimVault', deploy: false, calls: ['OpenToken'] },
  { name: 'StakePool', deploy: false, calls: ['OpenToken'] },
]

/** @returns {{ abi: { type: string, name?: string }[], bytecode: { object: string } }} forge's output for a contract */
function artifactOf(name) {
  return JSON.parse(readFileSync(join(contractsFolder, 'out', `${name}.sol`, `${name}.json`), 'utf8'))
}

/** A contract's ABI with the errors of the contracts that it calls. */
function abiOf({ name, calls }) {
  const own = artifactOf(name).abi
  const foreign = calls.flatMap((called) => artifactOf(called).abi.filter((item) => item.type === 'error'))
  const known = new Set(own.map((item) => JSON.stringify(item)))
  return [...own, ...foreign.filter((item) => !known.has(JSON.stringify(item)) && known.add(JSON.stringify(item)))]
}

/** @returns {Map<string, string>} file name in the ABI folder → text */
function render() {
  const files = new Map([['provers.ts', renderProvers(provers)]])
  for (const contract of exported) {
    const stem = contract.name[0].toLowerCase() + contract.name.slice(1)
    files.set(`${stem}.ts`, renderAbi(contract.name, abiOf(contract)))
    if (!contract.deploy) continue
    files.set(`${stem}Bytecode.ts`, renderBytecode(contract.name, artifactOf(contract.name).bytecode.object))
  }
  return files
}

/** @returns {string[]} files that differ from the build, are missing or are left over */
function stale(files) {
  let present = []
  try {
    present = readdirSync(abiFolder)
  } catch {}
  const changed = [...files].filter(
    ([file, text]) => !present.includes(file) || readFileSync(join(abiFolder, file), 'utf8') !== text,
  )
  return [...changed.map(([file]) => file), ...present.filter((file) => !files.has(file))]
}

const status = runForge(process.argv.includes('--tests') ? ['build'] : ['build', 'src'], { quiet: true })
if (status !== 0) process.exit(status)
const files = render()
const differing = stale(files)
const shown = relative(process.cwd(), abiFolder)
if (process.argv.includes('--check')) {
  if (differing.length > 0)
    console.error(`stale: ${differing.join(', ')} in ${shown}. Run node contracts/build.mjs and commit.`)
  process.exit(differing.length > 0 ? 1 : 0)
}
mkdirSync(abiFolder, { recursive: true })
for (const file of differing) {
  const text = files.get(file)
  if (text === undefined) rmSync(join(abiFolder, file))
  else writeFileSync(join(abiFolder, file), text)
}
console.error(
  differing.length > 0 ? `wrote ${differing.join(', ')} in ${shown}` : `contracts built; ${shown} is up to date`,
)
