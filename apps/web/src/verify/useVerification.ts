import type { Difference } from '@openledger/core/verify/difference.ts'
import type { VerifyStep } from '@openledger/core/verify/verifyEpoch.ts'
import { useEffect, useRef, useState } from 'react'
import type { EpochState, VerifyReport, VerifyRequest } from './messages.ts'

/** How far a verification is. */
export type Verification = {
  readonly state: 'idle' | 'running' | 'holds' | 'differs' | 'failed' | 'stopped'
  readonly steps: readonly VerifyStep[]
  readonly difference?: Difference
  readonly milliseconds?: number
  /** Of a call: whether a posted epoch has it, and how that one stands. */
  readonly inEpoch?: boolean
  readonly epochState?: EpochState
  /** Why nothing could be said. */
  readonly failure?: { readonly message: string; readonly code?: string; readonly hint?: string }
}

const idle: Verification = { state: 'idle', steps: [] }

/** Runs core's verifier in a Web Worker; it ends with the page. */
export function useVerification() {
  const [verification, setVerification] = useState<Verification>(idle)
  const worker = useRef<Worker>(undefined)
  useEffect(() => () => worker.current?.terminate(), [])

  const start = (request: VerifyRequest) => {
    worker.current?.terminate()
    setVerification({ state: 'running', steps: [] })
    const started = new Worker(new URL('./verifyWorker.ts', import.meta.url), { type: 'module' })
    worker.current = started
    started.onmessage = ({ data }: MessageEvent<VerifyReport>) => {
      if (data.type === 'ready') started.postMessage(request)
      else setVerification((before) => after(before, data))
    }
    started.onerror = ({ message }) =>
      setVerification((before) => ({ ...before, state: 'failed', failure: { message } }))
  }
  const stop = () => {
    worker.current?.terminate()
    setVerification((before) => (before.state === 'running' ? { ...before, state: 'stopped' } : before))
  }
  return { verification, start, stop }
}

function after(before: Verification, report: Exclude<VerifyReport, { type: 'ready' }>): Verification {
  switch (report.type) {
    case 'step':
      return { ...before, steps: [...before.steps, report.step] }
    case 'failed': {
      const { type: _, ...failure } = report
      return { ...before, state: 'failed', failure }
    }
    case 'done': {
      const { type: _, ok, ...found } = report
      return { ...before, state: ok ? 'holds' : 'differs', ...found }
    }
  }
}
