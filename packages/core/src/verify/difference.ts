import { type EpochManifest, TREE_NAMES } from '../data/epochManifest.ts'
import { OpenLedgerError } from '../errors/openLedgerError.ts'
import { coreErrors } from '../errors.ts'

/** The first place where an epoch is not what it must be. */
export type Difference = {
  /** Registered error code. */
  readonly code: string
  /** The epoch in which it is: the one asked for, or an earlier one that it builds on; empty for a call that is in none. */
  readonly epoch: string
  /** The published file (`manifest`, `rules`, `receipts/chunks/0 0x…`, `versions/0x…`, `logs/0x…/log`) or `post`. */
  readonly file: string
  /** The leaf's index in its tree, the chunk's leaves, a line, or empty for the whole file. */
  readonly leaf: string
  readonly field: string
  readonly expected: string
  readonly found: string
  /** The same in one sentence. */
  readonly message: string
}

/**
 * Turns an error of a check into the difference that it found; undefined when the error is no finding
 * about the epoch (the chain or the store can't be reached, a bug).
 */
export function toDifference(
  error: unknown,
  context: { readonly epoch: bigint | undefined; readonly step: string; readonly manifest: EpochManifest | undefined },
): Difference | undefined {
  const known = OpenLedgerError.find(error)
  if (
    known === undefined ||
    !Object.hasOwn(coreErrors, known.code) ||
    known.code === coreErrors.VERIFY_EPOCH_UNKNOWN.code
  )
    return undefined
  const { file = context.step, leaf = '', field = '', expected = '', found = '' } = known.details
  return {
    code: known.code,
    epoch: context.epoch?.toString() ?? '',
    file: chunkFile(String(file), leaf, context.manifest),
    leaf: String(leaf),
    field: String(field),
    expected: String(expected),
    found: String(found),
    message: known.message,
  }
}

/** Names the chunk in which a tree's leaf is published. */
function chunkFile(file: string, leaf: string | number | boolean, manifest: EpochManifest | undefined): string {
  const tree = TREE_NAMES.find((name) => name === file)
  if (tree === undefined || typeof leaf !== 'number' || manifest === undefined) return file
  const { chunkSize, chunks } = manifest.trees[tree]
  const chunk = Math.floor(leaf / chunkSize)
  return chunks[chunk] === undefined ? file : `${file}/chunks/${chunk} ${chunks[chunk]}`
}
