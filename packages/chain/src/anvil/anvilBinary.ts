import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { chainErrors } from '../errors.ts'

const architectures: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' }

/**
 * Path of the anvil executable that npm installed for a platform. The package's own launcher is not used: it adds a
 * Node process in front of anvil, which would survive a kill of anvil, or hide it.
 * @param platform as in `process.platform`
 * @param arch as in `process.arch`
 * @throws CHAIN_ANVIL_MISSING when there is no package for the platform or it is not installed
 */
export function anvilBinary(platform: string = process.platform, arch: string = process.arch): string {
  const name = `@foundry-rs/anvil-${platform}-${architectures[arch] ?? arch}`
  const file = platform === 'win32' ? 'anvil.exe' : 'anvil'
  try {
    const path = join(dirname(createRequire(import.meta.url).resolve(`${name}/package.json`)), 'bin', file)
    if (existsSync(path)) return path
  } catch (cause) {
    throw new OpenLedgerError(chainErrors.CHAIN_ANVIL_MISSING, `The npm package ${name} is not installed.`, { cause })
  }
  throw new OpenLedgerError(chainErrors.CHAIN_ANVIL_MISSING, `The npm package ${name} has no bin/${file}.`)
}
