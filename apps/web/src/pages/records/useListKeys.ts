import { type RefObject, useEffect } from 'react'

/**
 * Walks through a list by keys: j and k from record to record (Enter opens the link in focus), n and p from page to page.
 * Keys that are typed into a field, or with others held down, are left alone.
 */
export function useListKeys(
  list: RefObject<HTMLElement | null>,
  turn: { readonly forth: (() => void) | undefined; readonly back: (() => void) | undefined },
): void {
  const { forth, back } = turn
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const typing = event.target instanceof HTMLElement && event.target.matches('input, textarea, select')
      if (typing || event.ctrlKey || event.metaKey || event.altKey) return
      if (event.key === 'n') forth?.()
      else if (event.key === 'p') back?.()
      else if (event.key === 'j' || event.key === 'k') {
        const links = [...(list.current?.querySelectorAll<HTMLElement>('[role=rowheader] a') ?? [])]
        const at = links.findIndex((link) => link.matches(':focus'))
        links[event.key === 'j' ? Math.min(at + 1, links.length - 1) : Math.max(at - 1, 0)]?.focus()
      } else return
      event.preventDefault()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [list, forth, back])
}
