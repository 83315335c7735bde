import { createJudgement } from '@openledger/core/api/evaluations.ts'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useAction } from '../../account/useAction.ts'
import { ApiError } from '../../api/apiError.ts'
import { ask } from '../../api/ask.ts'
import { evaluationQueries } from '../../api/evaluationQueries.ts'

export type Verdict = 'a' | 'b' | 'tie'

const KEYS: Readonly<Record<string, Verdict>> = { a: 'a', b: 'b', t: 'tie' }

/** Pairs one after the other, judged by buttons or by keys (a, b, t) wherever the focus is but in a field. */
export function useJudgeDesk(evaluationId: string, token: string) {
  const cache = useQueryClient()
  const options = evaluationQueries.pairs(evaluationId, token)
  const pairs = useQuery(options)
  const [done, setDone] = useState<ReadonlySet<number>>(new Set())
  const { busy, error, run } = useAction()
  const sending = useRef(false)
  const pair = pairs.data?.data.find(({ place }) => !done.has(place))
  const judge = (verdict: Verdict) => {
    // A key that is held down judges once.
    if (pair === undefined || sending.current) return
    sending.current = true
    void run(async () => {
      try {
        const { place } = pair
        const body = { place, verdict }
        const counts = await ask(createJudgement, { params: { id: evaluationId }, body, key: token }).catch(
          (reason: unknown) => {
            // Said before, in another tab: what was said then stays.
            if (reason instanceof ApiError && reason.code === 'EVALUATION_JUDGED') return undefined
            throw reason
          },
        )
        const rest = pairs.data?.data.filter((one) => one.place !== place && !done.has(one.place)) ?? []
        setDone(new Set([...done, place]))
        if (rest.length === 0 || counts === undefined) await cache.invalidateQueries({ queryKey: options.queryKey })
        else cache.setQueryData(options.queryKey, (shown) => shown && { ...shown, ...counts })
        void cache.invalidateQueries({ queryKey: evaluationQueries.one(evaluationId, token).queryKey })
        void cache.invalidateQueries({ queryKey: evaluationQueries.judging(token).queryKey })
      } finally {
        sending.current = false
      }
    })
  }
  const latest = useRef(judge)
  latest.current = judge
  useEffect(() => {
    const onKey = ({ key, target, ctrlKey, altKey, metaKey, repeat }: KeyboardEvent) => {
      if (ctrlKey || altKey || metaKey || repeat) return
      if (target instanceof HTMLElement && target.matches('input, textarea, select')) return
      const verdict = KEYS[key]
      if (verdict !== undefined) latest.current(verdict)
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
  return { pairs, pair, busy, error, judge }
}
