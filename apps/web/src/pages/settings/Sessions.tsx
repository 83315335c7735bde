import { deleteSession } from '@openledger/core/api/sessions.ts'
import { useQuery } from '@tanstack/react-query'
import { useAction } from '../../account/useAction.ts'
import { accountQueries } from '../../api/accountQueries.ts'
import { ask } from '../../api/ask.ts'
import { formatTime } from '../../format/formatTime.ts'
import { Section } from '../../parts/Page.tsx'
import { Failure, Loaded } from '../../parts/State.tsx'
import { Table } from '../../parts/Table.tsx'
import { text } from '../../text/text.ts'

/** Where the account is signed in, each to be ended. */
export function Sessions({ token }: { readonly token: string }) {
  const sessions = useQuery(accountQueries.sessions(token))
  const { busy, error, run } = useAction()
  const words = text.settings
  const end = async (id: string) => {
    await ask(deleteSession, { params: { id }, key: token })
    await sessions.refetch()
  }
  return (
    <Section title={words.sessions} lead={words.sessionsLead}>
      {error === undefined ? null : <Failure error={error} />}
      <Loaded query={sessions} lines={2}>
        {({ data }) => (
          <Table
            label={words.sessions}
            rows={data}
            rowKey={({ sessionId }) => sessionId}
            columns={[
              { name: words.began, head: true, cell: ({ createdAt }) => formatTime(createdAt) },
              { name: text.signIn.method, cell: ({ method }) => text.signIn.methods[method] },
              { name: text.signIn.until, cell: ({ expiresAt }) => formatTime(expiresAt) },
              {
                name: words.end,
                cell: ({ sessionId, current, createdAt }) =>
                  current ? (
                    <span className="quiet">{words.thisOne}</span>
                  ) : (
                    <button
                      type="button"
                      className="link"
                      disabled={busy}
                      aria-label={words.endThis(formatTime(createdAt))}
                      onClick={() => void run(() => end(sessionId))}
                    >
                      {words.end}
                    </button>
                  ),
              },
            ]}
          />
        )}
      </Loaded>
    </Section>
  )
}
