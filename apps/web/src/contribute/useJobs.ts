import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { Actor } from '../account/useActor.ts'
import { ApiError } from '../api/apiError.ts'
import { text } from '../text/text.ts'
import { isOver, type Job } from './job.ts'
import { changeJob, listJobs, onJobsChanged } from './jobStore.ts'
import { runJob } from './runJob.ts'

/** Before a gateway that was away is asked again, ms. */
const AGAIN_MS = 3_000

/** What a person has under way in a Datanet: each job, what holds it up, and the means to stop it and go on. */
export type Jobs = {
  readonly jobs: readonly Job[] | undefined
  readonly trouble: ReadonlyMap<string, Error>
  readonly stop: (id: string) => Promise<void>
  readonly resume: (id: string) => Promise<void>
}

/** Runs the jobs of an account in a Datanet; those that were under way when the page was left go on by themselves. */
export function useJobs(datanetId: string, actor: Actor, session: string): Jobs {
  const [jobs, setJobs] = useState<readonly Job[]>()
  const [trouble, setTrouble] = useState<ReadonlyMap<string, Error>>(new Map())
  const running = useRef(new Map<string, AbortController>())

  useEffect(() => {
    let left = false
    const load = () =>
      void listJobs().then((all) => {
        const own = all.filter((job) => job.datanetId === datanetId && job.account === actor.account)
        if (!left) setJobs(own)
      })
    load()
    const forget = onJobsChanged(load)
    return () => {
      left = true
      forget()
    }
  }, [datanetId, actor.account])

  const start = useCallback(
    (id: string) => {
      if (running.current.has(id)) return
      const { signal } = running.current.set(id, new AbortController()).get(id) ?? new AbortController()
      const signer = { address: actor.account, signTypedData: actor.signTypedData }
      const say = (error?: Error) =>
        setTrouble((before) => new Map([...before].filter(([key]) => key !== id).concat(error ? [[id, error]] : [])))
      const run = async () => {
        for (;;) {
          try {
            say()
            return await runJob(id, { signer, session }, signal)
          } catch (reason) {
            if (signal.aborted) return
            say(shown(reason))
            const status = OpenLedgerError.find(reason)?.status
            // A gateway that does not answer is asked again for as long as the page is open.
            if (status !== 503 && status !== 504) return
          }
          await new Promise((resolve) => setTimeout(resolve, AGAIN_MS))
        }
      }
      void run().finally(() => {
        if (running.current.get(id)?.signal === signal) running.current.delete(id)
      })
    },
    [actor, session],
  )

  useEffect(() => {
    for (const job of jobs ?? []) if (!job.stopped && !isOver(job) && !trouble.has(job.id)) start(job.id)
  }, [jobs, trouble, start])

  useEffect(() => {
    const all = running.current
    return () => {
      for (const controller of all.values()) controller.abort()
      all.clear()
    }
  }, [])

  const stop = async (id: string) => {
    await changeJob(id, (job) => ({ ...job, stopped: true }))
    running.current.get(id)?.abort()
    running.current.delete(id)
  }
  const resume = async (id: string) => {
    await changeJob(id, (job) => ({ ...job, stopped: false }))
    start(id)
  }
  return { jobs, trouble, stop, resume }
}

function shown(reason: unknown): Error {
  const known = OpenLedgerError.find(reason)
  const { failed: message, failedHint: hint } = text.acting
  return new ApiError(known ?? { code: 'WEB_UNEXPECTED', status: 0, message, hint }, reason)
}
