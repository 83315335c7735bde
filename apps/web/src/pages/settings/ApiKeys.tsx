import { deleteKey } from '@openledger/core/api/keys.ts'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useAction } from '../../account/useAction.ts'
import { accountQueries } from '../../api/accountQueries.ts'
import { ask } from '../../api/ask.ts'
import { formatTime } from '../../format/formatTime.ts'
import { Amount } from '../../parts/Amount.tsx'
import { Section } from '../../parts/Page.tsx'
import { Empty, Failure, Loaded } from '../../parts/State.tsx'
import { Table } from '../../parts/Table.tsx'
import { text } from '../../text/text.ts'
import { NewKey } from './NewKey.tsx'

/** API keys of the account's channels: what each may spend and has spent, each to be revoked; a new one. */
export function ApiKeys({ token }: { readonly token: string }) {
  const keys = useQuery(accountQueries.keys(token))
  const { busy, error, run } = useAction()
  const words = text.settings
  const revoke = async (id: string) => {
    await ask(deleteKey, { params: { id }, key: token })
    await keys.refetch()
  }
  return (
    <Section
      title={words.keys}
      lead={words.keysLead}
      action={
        <Link to="/usage" className="section-action">
          {text.usage.ofKeys}
        </Link>
      }
    >
      {error === undefined ? null : <Failure error={error} />}
      <Loaded query={keys} lines={2}>
        {({ data }) =>
          data.length === 0 ? (
            <Empty title={words.noKeys}>{words.noKeysBody}</Empty>
          ) : (
            <>
              <Table
                label={words.keys}
                rows={data}
                rowKey={({ keyId }) => keyId}
                columns={[
                  { name: words.keyName, head: true, cell: ({ name }) => name },
                  { name: words.keyMade, cell: ({ createdAt }) => formatTime(createdAt) },
                  {
                    name: words.budget,
                    figures: true,
                    cell: ({ limits }) => (limits.budget === null ? words.noBudget : <Amount wei={limits.budget} />),
                  },
                  { name: words.spent, figures: true, cell: ({ spent }) => <Amount wei={spent} /> },
                  {
                    name: words.revoke,
                    cell: ({ keyId, name, revokedAt }) =>
                      revokedAt === null ? (
                        <button
                          type="button"
                          className="link"
                          disabled={busy}
                          aria-label={words.revokeThis(name)}
                          onClick={() => void run(() => revoke(keyId))}
                        >
                          {words.revoke}
                        </button>
                      ) : (
                        <span className="quiet">{words.revoked}</span>
                      ),
                  },
                ]}
              />
              <NewKey
                token={token}
                channels={[...new Set(data.map(({ channelId }) => channelId))]}
                onMade={() => void keys.refetch()}
              />
            </>
          )
        }
      </Loaded>
    </Section>
  )
}
