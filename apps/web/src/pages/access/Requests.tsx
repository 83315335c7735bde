import { revokeAccessCall } from '@openledger/chain/calls/datanetRegistryCalls.ts'
import type { AccessEntry } from '@openledger/core/api/access.ts'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useAction } from '../../account/useAction.ts'
import { useActor } from '../../account/useActor.ts'
import { queries } from '../../api/queries.ts'
import { versionQueries } from '../../api/versionQueries.ts'
import { shortHex } from '../../format/shortHex.ts'
import { AccountLink } from '../../parts/links.tsx'
import { Section } from '../../parts/Page.tsx'
import { Empty, Failure, Loaded } from '../../parts/State.tsx'
import { Table } from '../../parts/Table.tsx'
import { text } from '../../text/text.ts'
import { Decide } from './Decide.tsx'
import { GrantTerms, StateTag } from './EntryFacts.tsx'

/** For the owner: who asked, who has access, and what to decide. */
export function Requests(props: { readonly datanetId: string; readonly session: string }) {
  const { datanetId, session } = props
  const access = useQuery(versionQueries.access(datanetId, session))
  const info = useQuery(queries.info())
  const actor = useActor()
  const [chosen, setChosen] = useState<string>()
  const { busy, error, run } = useAction()
  const words = text.accessPage
  const until = async (developer: string, state: AccessEntry['state']) => {
    for (;;) {
      const { data } = await access.refetch({ throwOnError: true })
      if (data?.data.find((entry) => entry.developer === developer)?.state === state) return
      await new Promise((resolve) => setTimeout(resolve, 500))
    }
  }
  const revoke = (developer: AccessEntry['developer']) =>
    run(async () => {
      if (actor === undefined || info.data === undefined) return
      const call = revokeAccessCall(info.data.addresses, datanetId as `0x${string}`, developer)
      await actor.send(call, words.revokeWhat)
      await until(developer, 'revoked')
    })
  return (
    <Section title={words.requests}>
      {error === undefined ? null : <Failure error={error} />}
      <Loaded query={access} lines={4}>
        {({ data }) => {
          const open = data.find(({ developer }) => developer === chosen)
          if (data.length === 0) return <Empty title={words.noRequests}>{words.noRequestsBody}</Empty>
          return (
            <>
              <Table
                label={words.requests}
                rows={data}
                rowKey={({ developer }) => developer}
                columns={[
                  {
                    name: words.developer,
                    head: true,
                    cell: ({ developer }) => <AccountLink address={developer} />,
                  },
                  { name: words.state, cell: ({ state }) => <StateTag state={state} /> },
                  {
                    name: words.said,
                    cell: (entry) => (
                      <span className="excerpt">
                        {entry.words ?? <span className="none">{words.noWords}</span>}
                        {entry.refusal === null ? null : (
                          <span className="under">{words.refusedWith(entry.refusal.reason)}</span>
                        )}
                      </span>
                    ),
                  },
                  {
                    name: words.terms,
                    cell: ({ grant }) => (grant === null ? null : <GrantTerms grant={grant} />),
                  },
                  {
                    name: words.decide,
                    cell: ({ developer, state }) =>
                      state === 'granted' ? (
                        <button
                          type="button"
                          className="link"
                          disabled={busy || actor === undefined}
                          aria-label={words.revokeOf(shortHex(developer))}
                          onClick={() => void revoke(developer)}
                        >
                          {words.revoke}
                        </button>
                      ) : (
                        <button
                          type="button"
                          className="link"
                          aria-label={words.decideOn(shortHex(developer))}
                          aria-pressed={developer === chosen}
                          onClick={() => setChosen(developer)}
                        >
                          {words.decide}
                        </button>
                      ),
                  },
                ]}
              />
              {open === undefined || actor === undefined || info.data === undefined ? null : (
                <Decide
                  key={open.developer}
                  datanetId={datanetId}
                  entry={open}
                  actor={actor}
                  addresses={info.data.addresses}
                  session={session}
                  onDone={async (state) => {
                    await until(open.developer, state)
                    setChosen(undefined)
                  }}
                  onCancel={() => setChosen(undefined)}
                />
              )}
            </>
          )
        }}
      </Loaded>
    </Section>
  )
}
