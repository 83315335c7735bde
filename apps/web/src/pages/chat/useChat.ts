import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { ApiError } from '../../api/apiError.ts'
import { messagesFor, requestOf } from './requestOf.ts'
import { streamAnswer } from './streamAnswer.ts'
import { type Answer, keepTurns, readTurns, type Settings, type Side, type Turn } from './turns.ts'

/** What a question is asked with: whom, how, and the key that pays. */
export type Asking = { readonly sides: readonly Side[]; readonly settings: Settings; readonly key: string }

/** The conversation of this tab: it survives a reload. Answers side by side are calls of their own; stopping stops all. */
export function useChat() {
  const [turns, setTurns] = useState(readTurns)
  const running = useRef(new Set<AbortController>())
  const client = useQueryClient()
  useEffect(() => keepTurns(turns), [turns])
  useEffect(() => {
    const all = running.current
    return () => {
      for (const one of all) one.abort()
    }
  }, [])

  const change = (id: string, how: (answer: Answer) => Partial<Answer>) =>
    setTurns((before) =>
      before.map((turn) =>
        turn.answers.some((answer) => answer.id === id)
          ? {
              ...turn,
              answers: turn.answers.map((answer) => (answer.id === id ? { ...answer, ...how(answer) } : answer)),
            }
          : turn,
      ),
    )

  const write = async (id: string, ...stream: Parameters<typeof streamAnswer>) => {
    const [, , signal] = stream
    let callId: string | undefined
    try {
      for await (const part of streamAnswer(...stream)) {
        callId = part.callId ?? callId
        change(id, (answer) => ({
          text: answer.text + (part.text ?? ''),
          callId: callId ?? answer.callId,
          ...(part.route && { route: part.route }),
          citations: [...answer.citations, ...(part.citations ?? [])],
        }))
      }
      change(id, () => ({ state: 'done' }))
    } catch (error) {
      if (signal.aborted) change(id, () => ({ state: 'stopped' }))
      else if (error instanceof ApiError && error.code === 'WEB_STREAM_CUT') change(id, () => ({ state: 'cut' }))
      else change(id, () => ({ state: 'failed', error: problemOf(error) }))
    }
    void client.invalidateQueries({ queryKey: ['call', callId] })
    void client.invalidateQueries({ queryKey: ['keys'] })
  }

  /** Asks every side at once; a turn that is asked again is not told to anybody. */
  const ask = async (question: string, { sides, settings, key }: Asking, again?: Turn) => {
    const before = turns.filter((turn) => turn !== again)
    const answers = sides.map(
      (side): Answer => ({
        id: crypto.randomUUID(),
        side,
        text: '',
        state: 'writing',
        callId: null,
        citations: [],
        error: null,
      }),
    )
    setTurns([...turns, { id: crypto.randomUUID(), question, settings, answers }])
    await Promise.all(
      answers.map(async ({ id, side }, place) => {
        const stop = new AbortController()
        running.current.add(stop)
        const messages = messagesFor(before, place, question, settings.system)
        await write(id, requestOf(side, messages, settings), key, stop.signal)
        running.current.delete(stop)
      }),
    )
  }
  return {
    turns,
    writing: turns.some(({ answers }) => answers.some(({ state }) => state === 'writing')),
    ask,
    /** Asks a question again, of the same models with the same settings, in a new turn. */
    retry: (turn: Turn, key: string) =>
      ask(turn.question, { sides: turn.answers.map(({ side }) => side), settings: turn.settings, key }, turn),
    stop: () => {
      for (const one of running.current) one.abort()
    },
    clear: () => setTurns([]),
  }
}

function problemOf(error: unknown): NonNullable<Answer['error']> {
  if (error instanceof ApiError) return { message: error.message, hint: error.hint, code: error.code }
  return { message: error instanceof Error ? error.message : String(error), hint: '', code: '' }
}
