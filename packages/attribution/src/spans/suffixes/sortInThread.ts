import { Worker } from 'node:worker_threads'

/**
 * The suffix array of tokens, made in a thread of its own, so that the caller goes on meanwhile.
 *
 * @param tokens over a SharedArrayBuffer, so that the thread reads them where they are
 * @param alphabet number of symbols there may be
 * @throws what the thread threw, memory that ran out included
 */
export async function sortInThread(tokens: Uint16Array | Uint32Array, alphabet: number): Promise<Int32Array> {
  const thread = new Worker(new URL('./sortSuffixesThread.ts', import.meta.url), { workerData: { tokens, alphabet } })
  try {
    return await new Promise((resolve, reject) => {
      thread.once('message', resolve)
      thread.once('error', reject)
      thread.once('exit', (code) => reject(new Error(`the sorting thread ended with ${code}`)))
    })
  } finally {
    await thread.terminate()
  }
}
