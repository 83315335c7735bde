import { parentPort, workerData } from 'node:worker_threads'
import { suffixArray } from './suffixArray.ts'

// Sorts one shard in a thread of its own: what sortInThread.ts gives it.
const { tokens, alphabet } = workerData as { tokens: Uint16Array | Uint32Array; alphabet: number }
const order = suffixArray(tokens, alphabet)
parentPort?.postMessage(order, [order.buffer as ArrayBuffer])
