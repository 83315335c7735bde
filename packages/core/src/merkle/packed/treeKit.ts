import { type Hasher, keccak } from '../../primitives/hash.ts'
import { type HashPass, runHashPass } from './hashPass.ts'
import type { Allocate } from './packedBytes.ts'

/** What builds packed trees: where their bytes lie and who hashes them. */
export type TreeKit = {
  readonly allocate: Allocate
  /** Does a whole pass; the next pass reads what this one wrote. */
  readonly run: (pass: HashPass) => void | Promise<void>
}

/**
 * Builds in this thread, with the given hash function (runs in a browser).
 * Threads that share memory: `createTreePool` in packages/chain.
 */
export function oneThreadKit(hasher: Hasher = keccak): TreeKit {
  return {
    allocate: (bytes) => new Uint8Array(bytes),
    run: (pass) => runHashPass(pass, 0, pass.count, hasher),
  }
}
