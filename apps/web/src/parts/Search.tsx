import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type SyntheticEvent, useEffect, useRef, useState } from 'react'
import { queries } from '../api/queries.ts'
import { text } from '../text/text.ts'

/** Goes to whatever an id, an address, a model's name or an epoch's number stands for. The key / leads here. */
export function Search() {
  const input = useRef<HTMLInputElement>(null)
  const [nothing, setNothing] = useState<string>()
  const client = useQueryClient()
  const navigate = useNavigate()
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const typing = event.target instanceof HTMLElement && event.target.matches('input, textarea, select')
      if (event.key !== '/' || typing || event.ctrlKey || event.metaKey || event.altKey) return
      event.preventDefault()
      input.current?.focus()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])

  const find = async (term: string): Promise<boolean> => {
    if (/^[1-9]\d{0,8}$/.test(term)) {
      await client.fetchQuery(queries.epoch(Number(term)))
      await navigate({ to: '/epochs/$number', params: { number: term } })
      return true
    }
    if (/^0x[0-9a-f]{40}$/.test(term)) {
      await navigate({ to: '/accounts/$address', params: { address: term } })
      return true
    }
    if (/^0x[0-9a-f]{64}$/.test(term)) {
      const there = (ask: Promise<unknown>) => ask.then(() => true).catch(() => false)
      const retry = false
      if (await there(client.fetchQuery({ ...queries.call(term), retry }))) {
        await navigate({ to: '/calls/$callId', params: { callId: term } })
        return true
      }
      if (await there(client.fetchQuery({ ...queries.datanet(term), retry }))) {
        await navigate({ to: '/datanets/$datanetId', params: { datanetId: term } })
        return true
      }
    }
    const { data: datanets } = await client.fetchQuery(queries.datanets())
    const datanet = datanets.find(({ slug }) => slug === term)
    if (datanet !== undefined) {
      await navigate({ to: '/datanets/$datanetId', params: { datanetId: datanet.datanetId } })
      return true
    }
    const { data: models } = await client.fetchQuery(queries.models())
    const model = models.find(({ id, openledger }) => id === term || openledger.modelId === term)
    if (model === undefined) return false
    await navigate({ to: '/models/$name', params: { name: model.id } })
    return true
  }
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    const term = input.current?.value.trim().toLowerCase() ?? ''
    if (term === '') return
    void find(term)
      .catch(() => false)
      .then((found) => {
        setNothing(found ? undefined : term)
        if (found && input.current !== null) input.current.value = ''
      })
  }
  return (
    <search className="search">
      <form onSubmit={submit}>
        <input
          ref={input}
          type="search"
          aria-label={text.search.label}
          placeholder={text.search.placeholder}
          autoComplete="off"
          spellCheck={false}
          onInput={() => setNothing(undefined)}
        />
        <span className="key" aria-hidden="true">
          /
        </span>
        <p className="search-nothing" role="status">
          {nothing === undefined ? null : text.search.nothing(nothing)}
        </p>
      </form>
    </search>
  )
}
