import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { queries } from '../../api/queries.ts'
import { useSessionKey } from '../../api/sessionKey.ts'
import { Page } from '../../parts/Page.tsx'
import { Empty, Loaded } from '../../parts/State.tsx'
import { text } from '../../text/text.ts'
import { AskForm } from './AskForm.tsx'
import { KeyForm } from './KeyForm.tsx'
import { TurnView } from './TurnView.tsx'
import { useChat } from './useChat.ts'

/** Ask a model; see the answer being written, then what it stands on and whom it paid. */
export function ChatPage() {
  const { model: wanted } = useSearch({ from: '/chat' })
  const models = useQuery(queries.models())
  const key = useSessionKey()
  const { turns, writing, ask, stop, clear } = useChat()
  const [chosen, setChosen] = useState<string>()
  const words = text.chat
  return (
    <Page title={words.title} lead={words.lead}>
      <KeyForm sessionKey={key} />
      <Loaded query={models} lines={2}>
        {({ data }) => {
          const names = data.flatMap(({ id, openledger }) => (openledger.kind === 'text' ? [id] : []))
          const model = [chosen, wanted, names[0]].find((name) => name !== undefined && names.includes(name))
          return model === undefined ? (
            <Empty title={words.noModels} />
          ) : (
            <>
              <div className="turns" aria-live="polite" aria-busy={writing}>
                {turns.length === 0 ? <Empty title={words.empty}>{words.emptyBody}</Empty> : null}
                {turns.map((turn) => (
                  <TurnView key={turn.id} turn={turn} sessionKey={key} />
                ))}
              </div>
              <AskForm
                models={names}
                model={model}
                onModel={setChosen}
                sessionKey={key}
                writing={writing}
                onAsk={ask}
                onStop={stop}
                onClear={turns.length === 0 || writing ? undefined : clear}
              />
            </>
          )
        }}
      </Loaded>
    </Page>
  )
}
