import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const require = createRequire(import.meta.url)
const contractsFolder = dirname(dirname(fileURLToPath(import.meta.url)))

/**
 * Copies the OpenZeppelin sources of the lockfile's version into `contracts/lib` when they are missing or of another
 * version. forge names sources outside its root by absolute path; inside it the build is the same on every machine.
 */
function copyOpenZeppelin() {
  const source = dirname(require.resolve('@openzeppelin/contracts/package.json'))
  const target = join(contractsFolder, 'lib', '@openzeppelin', 'contracts')
  const wanted = readFileSync(join(source, 'package.json'), 'utf8')
  const marker = join(target, 'package.json')
  if (existsSync(marker) && readFileSync(marker, 'utf8') === wanted) return
  rmSync(target, { recursive: true, force: true })
  const keep = (path) => !path.includes(`${join(source, 'build')}`) && path !== join(source, 'package.json')
  cpSync(source, target, { recursive: true, filter: keep })
  cpSync(join(source, 'package.json'), marker)
}

/**
 * The forge binary of this platform. npm's `bin.mjs` finds it too, but costs a second Node process; neither needs the
 * package's postinstall, which only downloads what the optional platform package already holds.
 * @returns {string} absolute path
 */
function forgeBinary() {
  const arch = { x64: 'amd64', arm64: 'arm64' }[process.arch]
  const platformPackage = `@foundry-rs/forge-${process.platform}-${arch}`
  try {
    return require.resolve(`${platformPackage}/bin/forge${process.platform === 'win32' ? '.exe' : ''}`)
  } catch {
    throw new Error(`${platformPackage} is not installed: run npm ci without --omit=optional`)
  }
}

/**
 * Runs forge in `contracts/` with the Node that runs this script on the PATH (the compiler wrapper needs one).
 * @param {string[]} args forge's arguments
 * @param {{ quiet?: boolean }} [options] quiet: print forge's output only when it fails
 * @returns {number} forge's exit status
 */
export function runForge(args, { quiet = false } = {}) {
  copyOpenZeppelin()
  const env = { ...process.env, PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH ?? ''}` }
  const result = spawnSync(forgeBinary(), args, { cwd: contractsFolder, env, stdio: quiet ? 'pipe' : 'inherit' })
  if (result.error) throw result.error
  if (quiet && result.status !== 0) process.stderr.write(Buffer.concat([result.stdout, result.stderr]))
  return result.status ?? 1
}
