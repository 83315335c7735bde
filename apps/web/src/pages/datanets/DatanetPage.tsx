import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { queries } from '../../api/queries.ts'
import { DatanetTabs } from '../../parts/DatanetTabs.tsx'
import { Facts, Figures } from '../../parts/Facts.tsx'
import { Hex, WholeHex } from '../../parts/Hex.tsx'
import { AccountLink } from '../../parts/links.tsx'
import { Page, Section } from '../../parts/Page.tsx'
import { Empty, Loaded } from '../../parts/State.tsx'
import { Table } from '../../parts/Table.tsx'
import { text } from '../../text/text.ts'
import { ReviewLine } from '../reviews/ReviewLine.tsx'
import { Commitments } from './Commitments.tsx'
import { DatanetAbout } from './DatanetAbout.tsx'

/** One Datanet: how its records stand, its versions, and the commitments that each version binds. */
export function DatanetPage() {
  const { datanetId } = useParams({ from: '/datanets/$datanetId' })
  const datanet = useQuery(queries.datanet(datanetId))
  const [chosen, setChosen] = useState<number>()
  const words = text.datanet
  return (
    <Page kind={words.kind} title={datanet.data?.slug ?? words.kind}>
      <DatanetTabs datanetId={datanetId} />
      <Loaded query={datanet} lines={8}>
        {({ owner, treasury, rateBps, curators, licence, versions, records }) => {
          const open = versions.find(({ number }) => number === chosen) ?? versions.at(-1)
          return (
            <>
              <DatanetAbout datanetId={datanetId} owner={owner} />
              <Figures
                figures={(['accepted', 'marked', 'refused', 'pending'] as const).map((state) => ({
                  name: text.datanets[state],
                  value: records[state].toLocaleString(text.language),
                  note: words.recordStates[state],
                }))}
              />
              <p className="actions">
                <Link to="/datanets/$datanetId/contribute" params={{ datanetId }} className="button-quiet">
                  {text.contribute.link}
                </Link>
              </p>
              <Facts
                facts={[
                  [words.id, <WholeHex key="id" value={datanetId} what={words.id} />],
                  [text.datanets.owner, <AccountLink key="owner" address={owner} />],
                  [
                    text.datanets.rate,
                    <span key="rate">
                      {rateBps / 100}% <span className="quiet">{words.rateHint}</span>
                    </span>,
                  ],
                  [
                    words.curators,
                    curators.length === 0
                      ? undefined
                      : curators.map(({ account, bps }) => (
                          <div key={account}>
                            <AccountLink address={account} />{' '}
                            <span className="quiet">
                              {bps / 100}% {words.curatorHint}
                            </span>
                          </div>
                        )),
                  ],
                  [words.licence, licence === '' ? undefined : licence],
                  [
                    words.treasury,
                    <span key="treasury">
                      <AccountLink address={treasury} /> <span className="quiet">{words.treasuryHint}</span>
                    </span>,
                  ],
                ]}
              />
              <ReviewLine datanetId={datanetId} />
              <Section title={words.versions}>
                {open === undefined ? (
                  <Empty title={words.noVersion}>{words.noVersionBody}</Empty>
                ) : (
                  <Table
                    label={words.versions}
                    rows={versions.toReversed()}
                    rowKey={({ root }) => root}
                    columns={[
                      {
                        name: words.version,
                        head: true,
                        cell: ({ number }) => (
                          <button
                            type="button"
                            className="link"
                            aria-pressed={number === open.number}
                            onClick={() => setChosen(number)}
                          >
                            {number}
                          </button>
                        ),
                      },
                      { name: words.root, cell: ({ root }) => <Hex value={root} /> },
                      {
                        name: words.previous,
                        cell: ({ previousRoot }) =>
                          Number(previousRoot) === 0 ? (
                            <span className="none">{text.parts.none}</span>
                          ) : (
                            <Hex value={previousRoot} />
                          ),
                      },
                      { name: words.dataHash, cell: ({ dataHash }) => <Hex value={dataHash} /> },
                      { name: words.size, figures: true, cell: ({ count }) => count.toLocaleString(text.language) },
                    ]}
                  />
                )}
              </Section>
              {open === undefined ? null : <Commitments key={open.root} version={open} />}
            </>
          )
        }}
      </Loaded>
    </Page>
  )
}
