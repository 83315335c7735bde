import { isJobAtRest } from '@openledger/core/api/jobs.ts'
import type { TrainingCurves, TrainingJob } from '@openledger/core/api/training.ts'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useRef, useState } from 'react'
import { factoryQueries } from '../../../api/factoryQueries.ts'
import { followEvents } from './followEvents.ts'
import { addEvent, createRunHistory, type RunHistory } from './runHistory.ts'

/** A training's history as it grows; `drawn` changes when there is more of it to draw. */
export type Run = { readonly history: RunHistory; readonly drawn: number }

/**
 * Follows a training: its past, then its events as they happen, until it does nothing any more.
 * @param past undefined while it is read
 */
export function useRun(job: TrainingJob, past: TrainingCurves | undefined, key: string) {
  const { jobId, status } = job
  const cache = useQueryClient()
  // Another history only when another past was read.
  const history = useMemo(() => (past === undefined ? undefined : createRunHistory(past)), [past])
  const [drawn, setDrawn] = useState(0)
  const [trouble, setTrouble] = useState<Error>()
  const live = !isJobAtRest(status)
  const following = useRef<AbortController>(undefined)
  useEffect(() => {
    // It is followed to its end, also when that is known before its last events have come.
    if (history === undefined || !live || following.current !== undefined) return
    const stop = new AbortController()
    following.current = stop
    let drawing = false
    // Events come in bunches: they are drawn together, with the next frame.
    const draw = () => {
      if (drawing) return
      drawing = true
      requestAnimationFrame(() => {
        drawing = false
        setDrawn((count) => count + 1)
      })
    }
    const follow = async () => {
      const events = followEvents(jobId, history.sequence, key, stop.signal)
      for (;;) {
        const next = await events.next()
        if (next.done === true) return next.value
        const { sequence, event } = next.value
        if (event === undefined) continue
        addEvent(history, sequence, Math.floor(Date.now() / 1_000), event)
        draw()
      }
    }
    setTrouble(undefined)
    follow()
      .then(
        (ended) => cache.setQueryData(factoryQueries.training(jobId, key).queryKey, ended),
        (error: unknown) => {
          if (!stop.signal.aborted) setTrouble(error instanceof Error ? error : new Error(String(error)))
        },
      )
      .finally(() => {
        if (following.current === stop) following.current = undefined
      })
  }, [history, live, jobId, key, cache])
  // biome-ignore lint/correctness/useExhaustiveDependencies: another training, or another past of it, is followed anew
  useEffect(
    () => () => {
      following.current?.abort()
      following.current = undefined
    },
    [history, jobId, key],
  )
  const run: Run | undefined = history === undefined ? undefined : { history, drawn }
  return { run, live, trouble }
}
