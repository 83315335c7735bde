import { putReviewers } from '@openledger/core/api/reviewPolicy.ts'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useAction } from '../../account/useAction.ts'
import { ask } from '../../api/ask.ts'
import { reviewQueries } from '../../api/reviewQueries.ts'
import { Section } from '../../parts/Page.tsx'
import { Failure, Loaded } from '../../parts/State.tsx'
import { text } from '../../text/text.ts'

/** The owner's list of who may review. */
export function ReviewerList({ datanetId, token: key }: { readonly datanetId: string; readonly token: string }) {
  const words = text.manage
  const client = useQueryClient()
  const list = useQuery(reviewQueries.reviewers(datanetId, key))
  const { busy, error, run } = useAction()
  const [draft, setDraft] = useState<string>()
  const [said, setSaid] = useState('')
  const save = (lines: string) =>
    run(async () => {
      setSaid('')
      const accounts = lines.toLowerCase().split(/\s+/).filter(Boolean)
      await ask(putReviewers, { params: { datanetId }, key, body: { accounts } })
      await client.invalidateQueries({ queryKey: ['reviewers', datanetId] })
      setDraft(undefined)
      setSaid(words.saved)
    })
  return (
    <Section title={words.list} lead={words.listLead}>
      <Loaded query={list} lines={3}>
        {({ accounts }) => {
          const lines = draft ?? accounts.join('\n')
          return (
            <form
              className="review-form"
              onSubmit={(event) => {
                event.preventDefault()
                void save(lines)
              }}
            >
              <textarea
                className="hex"
                aria-label={words.list}
                rows={Math.min(12, Math.max(3, accounts.length + 1))}
                value={lines}
                onChange={(event) => setDraft(event.target.value)}
              />
              <div className="actions">
                <button type="submit" className="button" disabled={busy}>
                  {words.saveList}
                </button>
                <p role="status">{said}</p>
              </div>
              {error === undefined ? null : <Failure error={error} />}
            </form>
          )
        }}
      </Loaded>
    </Section>
  )
}
