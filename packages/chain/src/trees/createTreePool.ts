import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { coreErrors } from '@openledger/core/errors.ts'
import { type HashPass, runHashPass } from '@openledger/core/merkle/packed/hashPass.ts'
import type { TreeKit } from '@openledger/core/merkle/packed/treeKit.ts'
import { keccak } from '@openledger/core/primitives/hash.ts'
import { chainErrors } from '../errors.ts'
import { createLock } from '../publisher/lock.ts'
import type { TreeAnswer, TreeTask } from './treeTask.ts'

/** Items below which a pass is done here: handing it over would take longer. */
const SMALL_PASS = 512
/** Items of one task: small enough that no thread waits long for another. */
const TASK_ITEMS = 4_096

/** A tree kit over threads; dispose of it with `await using` or `close`. */
export type TreePool = TreeKit & AsyncDisposable & { readonly close: () => Promise<void> }

/**
 * Builds packed trees with WebAssembly Keccak in worker threads that share the trees' bytes.
 * @param threads how many; by default one for each processor
 * @throws from `run`: MERKLE_SUM_OVERFLOW, CHAIN_TREE_THREAD_FAILED
 */
export async function createTreePool(threads: number = availableParallelism()): Promise<TreePool> {
  const workers = Array.from({ length: threads }, () => new Worker(new URL('./treeWorker.ts', import.meta.url)))
  for (const worker of workers) worker.unref()
  const inTurn = createLock()
  const close = async () => {
    await Promise.all(workers.map((worker) => worker.terminate()))
  }
  return {
    allocate: (bytes) => new Uint8Array(new SharedArrayBuffer(bytes)),
    run: (pass) =>
      inTurn(async () => {
        if (pass.count < SMALL_PASS) runHashPass(pass, 0, pass.count, keccak)
        else await runInWorkers(workers, pass)
      }),
    close,
    [Symbol.asyncDispose]: close,
  }
}

/** Every thread takes the next range until none is left; after a failure none is taken, and all have stopped. */
async function runInWorkers(workers: readonly Worker[], pass: HashPass): Promise<void> {
  let next = 0
  const ends = await Promise.allSettled(
    workers.map(async (worker) => {
      while (next < pass.count) {
        const from = next
        next = Math.min(from + TASK_ITEMS, pass.count)
        await ask(worker, { pass, from, to: next }).catch((error: unknown) => {
          next = pass.count
          throw error
        })
      }
    }),
  )
  for (const end of ends) if (end.status === 'rejected') throw end.reason
}

function ask(worker: Worker, task: TreeTask): Promise<void> {
  return new Promise((resolve, reject) => {
    if (worker.threadId === -1) {
      reject(new OpenLedgerError(chainErrors.CHAIN_TREE_THREAD_FAILED, 'The pool is closed.'))
      return
    }
    const settle = (failure: OpenLedgerError | undefined) => {
      worker.off('message', onMessage)
      worker.off('error', onError)
      worker.off('exit', onExit)
      worker.unref()
      if (failure === undefined) resolve()
      else reject(failure)
    }
    const onMessage = ({ code, message }: TreeAnswer) => {
      if (code === undefined) settle(undefined)
      else if (code === coreErrors.MERKLE_SUM_OVERFLOW.code)
        settle(new OpenLedgerError(coreErrors.MERKLE_SUM_OVERFLOW, message))
      else settle(new OpenLedgerError(chainErrors.CHAIN_TREE_THREAD_FAILED, message))
    }
    const onError = (cause: unknown) =>
      settle(new OpenLedgerError(chainErrors.CHAIN_TREE_THREAD_FAILED, String(cause), { cause }))
    const onExit = (code: number) =>
      settle(new OpenLedgerError(chainErrors.CHAIN_TREE_THREAD_FAILED, `The thread ended with ${code}.`))
    worker.ref()
    worker.on('message', onMessage)
    worker.on('error', onError)
    worker.on('exit', onExit)
    worker.postMessage(task)
  })
}
