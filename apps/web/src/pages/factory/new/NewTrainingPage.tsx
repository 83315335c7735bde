import { useSearch } from '@tanstack/react-router'
import { NeedsAccount } from '../../../account/NeedsAccount.tsx'
import { Page } from '../../../parts/Page.tsx'
import { text } from '../../../text/text.ts'
import { CopyTraining } from './CopyTraining.tsx'
import { NewTraining } from './NewTraining.tsx'
import '../../../styles/factory.css'

/** A new training: base, data, method, whether it fits, and the button that starts it. */
export function NewTrainingPage() {
  const { copy } = useSearch({ from: '/factory/new' })
  const words = text.newTraining
  return (
    <Page title={words.title} lead={words.lead}>
      <NeedsAccount toDo={text.factory.toDo}>
        {(actor) =>
          copy === undefined ? (
            <NewTraining key={actor.account} actor={actor} />
          ) : (
            <CopyTraining actor={actor} jobId={copy} />
          )
        }
      </NeedsAccount>
    </Page>
  )
}
