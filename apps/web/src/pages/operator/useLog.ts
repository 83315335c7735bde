import { type LogLevel, type LogLine, listLogLines } from '@openledger/core/api/operator.ts'
import { useEffect, useState } from 'react'
import { ask } from '../../api/ask.ts'

/** How often new lines are asked for, ms, and how many are kept. */
const LIVE_MS = 1_000
const LINES = 500

/** Which lines are shown. */
export type LogFilter = { readonly level: LogLevel; readonly text: string }

/**
 * The log's lines that a filter lets through, the newest last, growing as they come. New lines alone are asked for; after
 * another filter all again.
 *
 * @param follows whether it grows now
 * @returns undefined until the first answer
 */
export function useLog(token: string, filter: LogFilter, follows: boolean) {
  const [lines, setLines] = useState<readonly LogLine[]>()
  const [error, setError] = useState<Error>()
  const { level, text } = filter
  useEffect(() => {
    if (!follows) return
    const gone = new AbortController()
    let after = 0
    let timer: ReturnType<typeof setTimeout> | undefined
    const read = async () => {
      try {
        const query = { level, text, limit: LINES, after }
        const { data, next } = await ask(listLogLines, { query, key: token, signal: gone.signal })
        // A process that began anew counts from 1 again.
        const anew = after === 0 || next < after
        after = next < after ? 0 : next
        setLines((known = []) => (anew ? data : [...known, ...data]).slice(-LINES))
        setError(undefined)
      } catch (reason) {
        if (!gone.signal.aborted) setError(reason instanceof Error ? reason : new Error(String(reason)))
      }
      if (!gone.signal.aborted) timer = setTimeout(() => void read(), LIVE_MS)
    }
    void read()
    return () => {
      gone.abort()
      clearTimeout(timer)
    }
  }, [token, level, text, follows])
  return { lines, error }
}
