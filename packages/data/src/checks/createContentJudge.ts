import { Worker } from 'node:worker_threads'
import { answerSchema, type ContentJudgement, type ContentToJudge } from './threadTask.ts'

/** Judges batches of contents, in their order. */
export type ContentJudge = {
  readonly judge: (items: readonly ContentToJudge[]) => Promise<readonly ContentJudgement[]>
  readonly close: () => Promise<void>
}

/** Its tables take 80 MB; batches come and go. */
const THREAD_MEMORY = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 8 }
/** Fewer contents are judged at once: handing them over would take longer. */
const SMALL = 64

/**
 * A judge with a thread, which starts with the first large batch and keeps no process from ending. A batch whose thread
 * dies is judged here.
 */
export function createContentJudge(): ContentJudge {
  let thread: Worker | undefined
  let tasks = 0
  const waiting = new Map<number, { settle: (judgements: readonly ContentJudgement[]) => void; lost: () => void }>()

  function start(): Worker {
    const started = new Worker(new URL('./contentThread.ts', import.meta.url), { resourceLimits: THREAD_MEMORY })
    started.unref()
    started.on('message', (message: unknown) => {
      const { id, judgements } = answerSchema.parse(message)
      waiting.get(id)?.settle(judgements)
      waiting.delete(id)
      if (waiting.size === 0) started.unref()
    })
    const end = () => {
      if (thread === started) thread = undefined
      for (const { lost } of waiting.values()) lost()
      waiting.clear()
    }
    started.on('error', end)
    started.on('exit', end)
    return started
  }

  return {
    judge: async (items) => {
      if (items.length < SMALL) return judgeHere(items)
      thread ??= start()
      const worker = thread
      const id = tasks
      tasks += 1
      return new Promise((resolve) => {
        waiting.set(id, { settle: resolve, lost: () => resolve(judgeHere(items)) })
        worker.ref()
        worker.postMessage({ id, items })
      })
    },
    close: async () => {
      await thread?.terminate()
    },
  }
}

/** The checks bring tables of languages and numbers along: a process that hands all over needs them once. */
async function judgeHere(items: readonly ContentToJudge[]): Promise<readonly ContentJudgement[]> {
  const { judgeContent } = await import('./judgeContent.ts')
  return items.map(judgeContent)
}

/** The judge of this process. */
export const processJudge: ContentJudge = createContentJudge()
