import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { storeErrors } from './errors.ts'

export const WEIGHTS = 'adapter_model.safetensors'
export const CONFIG = 'adapter_config.json'
export const CARD = 'README.md'
/** Names under which a licence's text is found; it is kept as the first. */
export const LICENCES = ['LICENSE', 'LICENSE.txt', 'LICENSE.md', 'LICENCE'] as const

const TEXT_BYTES_MAX = 1024 * 1024

/** The only files that are ever taken of a source. */
export const TAKEN_FILES: readonly string[] = [WEIGHTS, CONFIG, CARD, ...LICENCES]

/** Names of weights in a form that runs code when it is read. */
const PICKLES = [
  'adapter_model.bin',
  'adapter_model.pt',
  'adapter_model.pth',
  'adapter_model.pkl',
  'adapter_model.ckpt',
  'data.pkl', // what PyTorch's own files, which are zips, have inside
]
/** The name that PEFT gave them; asked for where the safetensors are missing, to say why. */
export const PICKLE = 'adapter_model.bin'

/** Most bytes of a file of this name. */
export function bytesMaxOf(name: string, weightsBytesMax: number): number {
  return name === WEIGHTS ? weightsBytesMax : TEXT_BYTES_MAX
}

/**
 * Refuses a source without the two files that an adapter is.
 * @param names of the files that it has
 * @throws ADAPTER_PICKLE, ADAPTER_FILE_MISSING
 */
export function assertComplete(names: ReadonlySet<string>): void {
  const pickle = PICKLES.find((name) => names.has(name))
  if (!names.has(WEIGHTS) && pickle !== undefined) {
    throw new OpenLedgerError(storeErrors.ADAPTER_PICKLE, `The weights are a pickle (${pickle}); it is not read.`)
  }
  const missing = [WEIGHTS, CONFIG].find((name) => !names.has(name))
  if (missing === undefined) return
  throw new OpenLedgerError(storeErrors.ADAPTER_FILE_MISSING, `The source has no ${missing}.`)
}
