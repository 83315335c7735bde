#!/usr/bin/env node
// Makes npm's solc (WebAssembly, the same on every platform, offline) answer forge as the native compiler would.
// forge asks for the version each time it starts, and before it runs chosen tests (`--match-…`) for the ABIs of all
// sources, which it never keeps: both answers are kept in contracts/cache, so that the compiler is loaded only to compile.
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const folder = join(dirname(dirname(fileURLToPath(import.meta.url))), 'cache')
const require = createRequire(import.meta.url)

/** @param {string} file @param {string} key @param {() => string} make */
function keptAnswer(file, key, make) {
  const path = join(folder, file)
  try {
    const [first, ...rest] = readFileSync(path, 'utf8').split('\n')
    if (first === key) return rest.join('\n')
  } catch {}
  const answer = make()
  mkdirSync(folder, { recursive: true })
  writeFileSync(`${path}.${process.pid}`, `${key}\n${answer}`)
  renameSync(`${path}.${process.pid}`, path)
  return answer
}

/** Whether nothing but ABIs is asked for. @param {string} input standard JSON */
function wantsOnlyAbis(input) {
  const wanted = Object.values(JSON.parse(input).settings?.outputSelection ?? {})
    .flatMap(Object.values)
    .flat()
  return wanted.length > 0 && wanted.every((output) => output === 'abi')
}

const { version } = require('solc/package.json')
if (process.argv.includes('--version')) {
  const full = keptAnswer('solc-version', version, () => require('solc').version())
  process.stdout.write(`solc, the solidity compiler commandline interface\nVersion: ${full}\n`)
} else {
  const input = readFileSync(0, 'utf8')
  const compile = () => require('solc').compile(input)
  const key = createHash('sha256').update(`${version}\n${input}`).digest('hex')
  process.stdout.write(wantsOnlyAbis(input) ? keptAnswer('solc-abis', key, compile) : compile())
}
