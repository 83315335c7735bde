import { isJobAtRest } from '@openledger/core/api/jobs.ts'
import type { TrainingCurves, TrainingJob } from '@openledger/core/api/training.ts'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { factoryQueries } from '../../../api/factoryQueries.ts'
import { followEvents } from './followEvents.ts'
import { addEvent, createRunHistory, type RunHistory } from './runHistory.ts'

/** A training's history as it grows; `drawn` changes when there is more of it to draw. */
export type Run = { readonly history: RunHistory; readonly drawn: number }

/** Follows a training: its past at once, then its events as they happen, until it does nothing any more. */
export function useRun(job: TrainingJob, key: string) {
  const { jobId, status } = job
  const cache = useQueryClient()
  const past = useQuery(factoryQueries.curves(jobId, key))
  const history = useHistory(past.data)
  const [drawn, setDrawn] = useState(0)
  const [trouble, setTrouble] = useState<Error>()
  const live = !isJobAtRest(status)
  useEffect(() => {
    if (history === undefined || !live) return
    const stop = new AbortController()
    let frame: number | undefined
    // Events come in bunches: they are drawn together, with the next frame.
    const draw = () => {
      frame ??= requestAnimationFrame(() => {
        frame = undefined
        setDrawn((count) => count + 1)
      })
    }
    const follow = async () => {
      for await (const { sequence, event } of followEvents(jobId, history.sequence, key, stop.signal)) {
        if (event === undefined) continue
        addEvent(history, sequence, Math.floor(Date.now() / 1_000), event)
        draw()
      }
      await cache.invalidateQueries({ queryKey: ['training', jobId] })
    }
    setTrouble(undefined)
    follow().catch((error: unknown) => {
      if (!stop.signal.aborted) setTrouble(error instanceof Error ? error : new Error(String(error)))
    })
    return () => {
      stop.abort()
      if (frame !== undefined) cancelAnimationFrame(frame)
    }
  }, [history, live, jobId, key, cache])
  const run: Run | undefined = history === undefined ? undefined : { history, drawn }
  return { past, run, live, trouble }
}

/** The history that begins with the past; another one only when another past was read. */
function useHistory(past: TrainingCurves | undefined): RunHistory | undefined {
  return useMemo(() => (past === undefined ? undefined : createRunHistory(past)), [past])
}
