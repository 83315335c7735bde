import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { ApiError } from '../../api/apiError.ts'
import { streamAnswer } from './streamAnswer.ts'
import { keepTurns, readTurns, type Turn } from './turns.ts'

/** What a question is asked with. */
export type Asking = {
  readonly model: string
  readonly key: string
  readonly system: string
  readonly maxTokens: number
  readonly temperature: number
}

/** The conversation of this tab: it survives a reload, and an answer can be stopped. */
export function useChat() {
  const [turns, setTurns] = useState(readTurns)
  const running = useRef<AbortController>(undefined)
  const client = useQueryClient()
  useEffect(() => keepTurns(turns), [turns])
  useEffect(() => () => running.current?.abort(), [])

  const change = (id: string, how: (turn: Turn) => Turn) =>
    setTurns((before) => before.map((turn) => (turn.id === id ? how(turn) : turn)))

  const ask = async (question: string, { model, key, system, maxTokens, temperature }: Asking) => {
    const id = crypto.randomUUID()
    const stop = new AbortController()
    running.current = stop
    const before = turns.filter(({ answer }) => answer !== '')
    setTurns([
      ...turns,
      { id, model, question, answer: '', state: 'writing', callId: null, citations: [], error: null },
    ])
    const messages = [
      ...(system === '' ? [] : [{ role: 'system' as const, content: system }]),
      ...before.flatMap((turn) => [
        { role: 'user' as const, content: turn.question },
        { role: 'assistant' as const, content: turn.answer },
      ]),
      { role: 'user' as const, content: question },
    ]
    let callId: string | undefined
    try {
      for await (const part of streamAnswer(
        { model, messages, max_tokens: maxTokens, temperature },
        key,
        stop.signal,
      )) {
        callId = part.callId ?? callId
        change(id, (turn) => ({
          ...turn,
          answer: turn.answer + (part.text ?? ''),
          callId: callId ?? turn.callId,
          citations: [...turn.citations, ...(part.citations ?? [])],
        }))
      }
      change(id, (turn) => ({ ...turn, state: 'done' }))
    } catch (error) {
      change(id, (turn) =>
        stop.signal.aborted ? { ...turn, state: 'stopped' } : { ...turn, state: 'failed', error: problemOf(error) },
      )
    } finally {
      running.current = undefined
      void client.invalidateQueries({ queryKey: ['call', callId] })
    }
  }
  return {
    turns,
    writing: turns.some(({ state }) => state === 'writing'),
    ask,
    stop: () => running.current?.abort(),
    clear: () => setTurns([]),
  }
}

function problemOf(error: unknown): NonNullable<Turn['error']> {
  if (error instanceof ApiError) return { message: error.message, hint: error.hint, code: error.code }
  return { message: error instanceof Error ? error.message : String(error), hint: '', code: '' }
}
