import { useState } from 'react'
import { z } from 'zod'

const NAME = 'openledger.review.notes'
const notesSchema = z.record(z.string(), z.string().max(1_000))

function read(): Record<string, string> {
  try {
    return notesSchema.parse(JSON.parse(sessionStorage.getItem(NAME) ?? '{}'))
  } catch {
    return {}
  }
}

/** Words about tasks that were written and not sent yet. They live in sessionStorage: a reload keeps them. */
export function useNotes() {
  const [notes, setNotes] = useState(read)
  const keep = (next: Record<string, string>) => {
    setNotes(next)
    sessionStorage.setItem(NAME, JSON.stringify(next))
  }
  return {
    of: (taskId: string) => notes[taskId] ?? '',
    write: (taskId: string, note: string) => keep({ ...notes, [taskId]: note }),
    forget: (taskIds: readonly string[]) =>
      keep(Object.fromEntries(Object.entries(notes).filter(([taskId]) => !taskIds.includes(taskId)))),
  }
}
