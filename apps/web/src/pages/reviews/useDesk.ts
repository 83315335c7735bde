import type { ReviewAnswer } from '@openledger/core/api/reviewAnswers.ts'
import { createReviewAnswers, createReviewTasks, type ReviewTaskView } from '@openledger/core/api/reviewTasks.ts'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useAction } from '../../account/useAction.ts'
import { ask } from '../../api/ask.ts'
import { reviewQueries } from '../../api/reviewQueries.ts'
import { text } from '../../text/text.ts'
import { similarTasks } from './similarTasks.ts'
import { useNotes } from './useNotes.ts'

/** Tasks that are taken at a time. */
const PORTION = 10

/**
 * All that the review desk knows and does. The tasks are the gateway's: a reload or another tab has the same ones, and
 * an answer that is sent twice is taken once.
 */
export function useDesk(datanetId: string, key: string) {
  const words = text.desk
  const client = useQueryClient()
  const query = useQuery(reviewQueries.tasks(datanetId, key))
  const { busy, error, run } = useAction()
  const [current, setCurrent] = useState<string>()
  const [refusing, setRefusing] = useState(false)
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const [said, setSaid] = useState('')
  const [asked, setAsked] = useState(false)
  const notes = useNotes()
  const sending = useRef(new Set<string>())
  const tasks = query.data?.data ?? []
  const focus = tasks.find(({ taskId }) => taskId === current) ?? tasks[0]
  const chosen = tasks.filter(({ taskId }) => selected.has(taskId))

  /** Shows other tasks; an answer of the gateway that is older and still on its way is not waited for. */
  const place = async (change: (shown: readonly ReviewTaskView[]) => readonly ReviewTaskView[]) => {
    const { queryKey } = reviewQueries.tasks(datanetId, key)
    await client.cancelQueries({ queryKey })
    client.setQueryData(queryKey, (shown) => ({ data: [...change(shown?.data ?? [])] }))
  }
  const go = (by: number) => {
    const at = focus === undefined ? -1 : tasks.indexOf(focus)
    const next = tasks[Math.min(Math.max(at + by, 0), tasks.length - 1)]
    setRefusing(false)
    if (next !== undefined) setCurrent(next.taskId)
  }
  const send = (answers: readonly { readonly taskId: string; readonly answer: ReviewAnswer }[], done: string) =>
    run(async () => {
      // A key that is held down answers once.
      const fresh = answers.filter(({ taskId }) => !sending.current.has(taskId))
      if (fresh.length === 0) return
      for (const { taskId } of fresh) sending.current.add(taskId)
      try {
        const { data } = await ask(createReviewAnswers, { params: { datanetId }, key, body: { answers: fresh } })
        const at = focus === undefined ? -1 : tasks.indexOf(focus)
        const gone = new Set(data.map(({ taskId }) => taskId))
        const rest = tasks.filter(({ taskId }) => !gone.has(taskId))
        const refused = data.find(({ taken }) => !taken)
        await place((shown) => shown.filter(({ taskId }) => !gone.has(taskId)))
        notes.forget([...gone])
        setSelected((before) => new Set([...before].filter((taskId) => !gone.has(taskId))))
        setRefusing(false)
        setCurrent((tasks.slice(at + 1).find(({ taskId }) => !gone.has(taskId)) ?? rest.at(-1))?.taskId)
        if (refused !== undefined) setSaid(words.notTaken(refused.message ?? ''))
        else if (fresh.length > 1) setSaid(words.sentMany(fresh.length, rest.length))
        else setSaid(words.sent(done, rest.length))
      } finally {
        for (const { taskId } of fresh) sending.current.delete(taskId)
      }
    })

  const noteOf = (taskId: string) => {
    const note = notes.of(taskId).trim()
    return note === '' ? null : note
  }

  return {
    query,
    tasks,
    focus,
    chosen,
    refusing,
    said,
    busy,
    error,
    notes,
    /** Whether tasks were asked for and there were none. */
    isDry: asked && tasks.length === 0,
    setCurrent,
    setRefusing,
    next: () => go(1),
    previous: () => go(-1),
    answer: (verdict: ReviewAnswer['verdict'], reason: ReviewAnswer['reason'] = null) => {
      if (focus === undefined) return
      const answer = { verdict, reason, note: noteOf(focus.taskId) }
      void send([{ taskId: focus.taskId, answer }], text.reviews.verdicts[verdict])
    },
    acceptChosen: () => {
      if (chosen.length === 0) return
      const answerTo = (taskId: string) => ({ verdict: 'accept' as const, reason: null, note: noteOf(taskId) })
      void send(
        chosen.map(({ taskId }) => ({ taskId, answer: answerTo(taskId) })),
        text.reviews.verdicts.accept,
      )
    },
    toggle: (taskId: string) => {
      const next = new Set(selected)
      if (!next.delete(taskId)) next.add(taskId)
      setSelected(next)
      setSaid(words.selected(next.size))
    },
    clear: () => setSelected(new Set()),
    selectSimilar: () => {
      if (focus === undefined) return
      const similar = similarTasks(tasks, focus.taskId)
      setSelected(new Set([...selected, ...similar]))
      setSaid(similar.length === 1 ? words.noSimilar : words.selected(new Set([...selected, ...similar]).size))
    },
    take: () =>
      void run(async () => {
        const { data } = await ask(createReviewTasks, { params: { datanetId }, key, body: { upTo: PORTION } })
        await place(() => data)
        setAsked(true)
        setSaid(data.length === 0 ? words.nothing : words.task(1, data.length))
      }),
  }
}

/** What {@link useDesk} gives. */
export type Desk = ReturnType<typeof useDesk>
