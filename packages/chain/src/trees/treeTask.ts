import type { HashPass } from '@openledger/core/merkle/packed/hashPass.ts'

/** What a thread is asked: items `from` … `to − 1` of a pass whose buffers are shared memory. */
export type TreeTask = { readonly pass: HashPass; readonly from: number; readonly to: number }

/** What it answers: done, or the code (of core's errors, '' for any other failure) and what was said. */
export type TreeAnswer = { readonly code: string | undefined; readonly message: string }
