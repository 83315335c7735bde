import { parentPort } from 'node:worker_threads'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { runHashPass } from '@openledger/core/merkle/packed/hashPass.ts'
import { keccak } from '@openledger/core/primitives/hash.ts'
import type { TreeAnswer, TreeTask } from './treeTask.ts'

/** A thread of `createTreePool`: does ranges of passes over shared bytes, one after the other. */
const port = parentPort
if (port === null) throw new Error('treeWorker.ts runs as a worker thread of createTreePool alone')
port.on('message', ({ pass, from, to }: TreeTask) => {
  let answer: TreeAnswer = { code: undefined, message: '' }
  try {
    runHashPass(pass, from, to, keccak)
  } catch (error) {
    answer = { code: OpenLedgerError.find(error)?.code ?? '', message: String(error) }
  }
  port.postMessage(answer)
})
