import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { dataErrors } from '../errors.ts'
import { ingestLimits } from './limits.ts'

/**
 * Asserts that a path stays inside its folder on every system: no "..", no root, no "\", no control characters.
 *
 * @throws DATA_PATH_UNSAFE
 */
export function assertPath(path: string): void {
  const parts = path.split('/')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is refused
  const strange = /[\u0000-\u001f\u007f\\]/.test(path) || /^[a-z]:/i.test(path) || !path.isWellFormed()
  const empty = parts.some((part) => part === '' || part === '.' || part === '..')
  if (strange || empty || path.length > ingestLimits.pathLength) {
    throw new OpenLedgerError(dataErrors.DATA_PATH_UNSAFE, 'A file has a name that could lead out of its folder.')
  }
}
