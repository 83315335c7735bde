import { type Found, searchAll } from '@openledger/core/api/search.ts'
import { useNavigate } from '@tanstack/react-router'
import { type SyntheticEvent, useEffect, useRef, useState } from 'react'
import { ask } from '../api/ask.ts'
import { text } from '../text/text.ts'
import { FoundLink } from './FoundLink.tsx'
import { placeOf } from './placeOf.ts'

/** Goes to whatever a number, an address, a hash or a name stands for; offers what it may stand for. The key / leads here. */
export function Search() {
  const input = useRef<HTMLInputElement>(null)
  const [nothing, setNothing] = useState<string>()
  const [found, setFound] = useState<readonly Found[]>([])
  const navigate = useNavigate()
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape') setFound([])
      const typing = event.target instanceof HTMLElement && event.target.matches('input, textarea, select')
      if (event.key !== '/' || typing || event.ctrlKey || event.metaKey || event.altKey) return
      event.preventDefault()
      input.current?.focus()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
  const clear = () => {
    setNothing(undefined)
    setFound([])
    if (input.current !== null) input.current.value = ''
  }
  const find = async (term: string) => {
    const { data } = await ask(searchAll, { query: { term } })
    const [first] = data
    setNothing(first === undefined ? term : undefined)
    // A whole name is meant, whatever else begins with it.
    const sure = data.length === 1 || first?.name?.toLowerCase() === term.toLowerCase()
    setFound(sure ? [] : data)
    if (first === undefined || !sure) return
    await navigate(placeOf(first))
    clear()
  }
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    const term = input.current?.value.trim() ?? ''
    if (term !== '') void find(term).catch(() => setNothing(term))
  }
  return (
    <search className="search">
      <form onSubmit={submit}>
        <input
          ref={input}
          type="search"
          aria-label={text.search.label}
          placeholder={text.search.placeholder}
          maxLength={128}
          autoComplete="off"
          spellCheck={false}
          onInput={() => {
            setNothing(undefined)
            setFound([])
          }}
        />
        <span className="key" aria-hidden="true">
          /
        </span>
        <p className="search-nothing" role="status">
          {nothing === undefined ? null : text.search.nothing(nothing)}
        </p>
        {found.length === 0 ? null : (
          <ul className="search-found" aria-label={text.found.label}>
            {found.map((one) => (
              <li key={`${one.kind} ${one.id}`}>
                <FoundLink found={one} onGo={clear} />
              </li>
            ))}
          </ul>
        )}
      </form>
    </search>
  )
}
