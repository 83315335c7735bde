import { useState } from 'react'
import { NeedsAccount } from '../../account/NeedsAccount.tsx'
import type { Actor } from '../../account/useActor.ts'
import { Page } from '../../parts/Page.tsx'
import { text } from '../../text/text.ts'
import { DatanetForm } from './DatanetForm.tsx'
import { type Draft, loadDraft, readDraft, saveDraft } from './draft.ts'
import { SetUp } from './SetUp.tsx'

/** Creates a Datanet: first what it shall be, then the steps to it. Both outlive a reload. */
export function NewDatanetPage() {
  const words = text.newDatanet
  return (
    <Page title={words.title} lead={words.lead}>
      <NeedsAccount toDo={words.toDo}>{(actor) => <NewDatanet key={actor.account} actor={actor} />}</NeedsAccount>
    </Page>
  )
}

function NewDatanet({ actor }: { readonly actor: Actor }) {
  const { account } = actor
  const [draft, setDraft] = useState(() => loadDraft(account))
  const change = (next: Draft) => {
    saveDraft(account, next)
    setDraft(next)
  }
  const { plan, wrong } = readDraft(draft, account)
  if (draft.started && Object.keys(wrong).length === 0)
    return (
      <SetUp
        actor={actor}
        plan={plan}
        onChange={() => change({ ...draft, started: false })}
        onDone={() => saveDraft(account, undefined)}
      />
    )
  return (
    <DatanetForm
      draft={draft}
      wrong={wrong}
      foreign={plan.treasury !== account && actor.kind === 'kept'}
      onChange={change}
      onSubmit={() => change({ ...draft, started: true })}
    />
  )
}
