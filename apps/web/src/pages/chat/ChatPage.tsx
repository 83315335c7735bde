import type { Model } from '@openledger/core/api/models.ts'
import { ZERO_HEX32 } from '@openledger/core/primitives/hex.ts'
import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { queries } from '../../api/queries.ts'
import { useSessionKey } from '../../api/sessionKey.ts'
import { Page } from '../../parts/Page.tsx'
import { Empty, Loaded } from '../../parts/State.tsx'
import { text } from '../../text/text.ts'
import { AskForm } from './AskForm.tsx'
import { withAuto } from './auto.ts'
import { ChatCost } from './ChatCost.tsx'
import { KeyForm } from './KeyForm.tsx'
import { TurnView } from './TurnView.tsx'
import { useChat } from './useChat.ts'
import '../../styles/chat.css'

/** Ask models; see answers being written, then what each stands on, whom it paid, and that it is so. */
export function ChatPage() {
  const { model: wanted } = useSearch({ from: '/chat' })
  const models = useQuery(queries.models())
  const key = useSessionKey()
  const { turns, writing, ask, retry, stop, clear } = useChat()
  const words = text.chat
  return (
    <Page title={words.title} lead={words.lead}>
      <KeyForm sessionKey={key} />
      <Loaded query={models} lines={2}>
        {({ data }) => {
          const callable = data.filter(({ openledger }) => openledger.kind === 'text' && openledger.servable)
          const names = callable.map(({ id }) => id)
          const model = [wanted, names[0]].find((name) => name !== undefined && withAuto(names).includes(name))
          return model === undefined ? (
            <Empty title={words.noModels} />
          ) : (
            <>
              <div className="turns" aria-live="polite" aria-busy={writing}>
                {turns.length === 0 ? <Empty title={words.empty}>{words.emptyBody}</Empty> : null}
                {turns.map((turn) => (
                  <TurnView
                    key={turn.id}
                    turn={turn}
                    sessionKey={key}
                    onRetry={key === undefined || writing ? undefined : () => void retry(turn, key)}
                  />
                ))}
              </div>
              <ChatCost turns={turns} sessionKey={key} />
              <AskForm
                models={withAuto(names)}
                mixable={callable.filter(hasAdapter).map(({ id }) => id)}
                model={model}
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

/** A base model adds nothing to another model's answer. */
function hasAdapter({ openledger }: Model): boolean {
  return openledger.adapterHash !== ZERO_HEX32
}
