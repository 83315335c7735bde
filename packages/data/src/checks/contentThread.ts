import { parentPort } from 'node:worker_threads'
import { judgeContent } from './judgeContent.ts'
import { taskSchema } from './threadTask.ts'

// Judges batches of contents in a thread of its own: what createContentJudge.ts sends it, in turn.
parentPort?.on('message', (message: unknown) => {
  const { id, items } = taskSchema.parse(message)
  parentPort?.postMessage({ id, judgements: items.map(judgeContent) })
})
