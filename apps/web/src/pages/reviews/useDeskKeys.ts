import { reviewReasons } from '@openledger/core/api/reviewAnswers.ts'
import { useEffect } from 'react'
import type { Desk } from './useDesk.ts'

/** The desk's keys, wherever the focus is but in a field. With Ctrl, Alt or Meta they stay the browser's. */
export function useDeskKeys(desk: Desk, toggleHelp: () => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return
      const { target, key } = event
      const isField =
        target instanceof HTMLTextAreaElement ||
        target instanceof HTMLSelectElement ||
        target instanceof HTMLInputElement
      if (isField) {
        if (key === 'Escape') focusTask(desk.focus?.taskId)
        return
      }
      if (act(desk, toggleHelp, key)) event.preventDefault()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [desk, toggleHelp])
}

/** @returns whether the key is one of the desk's */
function act(desk: Desk, toggleHelp: () => void, key: string): boolean {
  const { focus } = desk
  if (key === '?') toggleHelp()
  else if (key === 'n') desk.take()
  else if (focus === undefined) return false
  else if (desk.refusing && /^[1-9]$/.test(key)) desk.answer('refuse', reviewReasons[Number(key) - 1] ?? 'other')
  else if (key === 'Escape') desk.setRefusing(false)
  else if (key === 'j') desk.next()
  else if (key === 'k') desk.previous()
  else if (key === 'a') desk.answer('accept')
  else if (key === 'r') desk.setRefusing(!desk.refusing)
  else if (key === 'u') desk.answer('unsure')
  else if (key === 'x') desk.toggle(focus.taskId)
  else if (key === 's') desk.selectSimilar()
  else if (key === 'b') desk.acceptChosen()
  else if (key === 'c') document.getElementById(`note-${focus.taskId}`)?.focus()
  else return false
  return true
}

/** Puts the focus on a task, so that reading and Tab go on from there. */
export function focusTask(taskId: string | undefined): void {
  if (taskId !== undefined) document.getElementById(`task-${taskId}`)?.focus()
}
