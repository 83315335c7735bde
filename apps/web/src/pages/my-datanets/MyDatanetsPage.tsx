import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { NeedsAccount } from '../../account/NeedsAccount.tsx'
import { queries } from '../../api/queries.ts'
import { DatanetLink } from '../../parts/links.tsx'
import { Page, Section } from '../../parts/Page.tsx'
import { Empty, Loaded } from '../../parts/State.tsx'
import { Table } from '../../parts/Table.tsx'
import { text } from '../../text/text.ts'

/** The Datanets that the account owns, and those that it reviews as a curator. */
export function MyDatanetsPage() {
  const words = text.myDatanets
  return (
    <Page title={words.title} lead={words.lead}>
      <NeedsAccount toDo={words.toDo}>{({ account }) => <Lists account={account} />}</NeedsAccount>
    </Page>
  )
}

function Lists({ account }: { readonly account: string }) {
  const datanets = useQuery(queries.datanets())
  const words = text.myDatanets
  const number = (value: number) => value.toLocaleString(text.language)
  return (
    <>
      <p className="actions">
        <Link to="/datanets/new" className="button">
          {text.newDatanet.title}
        </Link>
      </p>
      <Loaded query={datanets}>
        {({ data }) => {
          const own = data.filter(({ owner }) => owner === account)
          const curated = data.filter(({ curators }) => curators.some((curator) => curator.account === account))
          return (
            <>
              <Section title={words.own}>
                {own.length === 0 ? (
                  <Empty title={words.none}>{words.noneBody}</Empty>
                ) : (
                  <Table
                    label={words.own}
                    rows={own}
                    rowKey={({ datanetId }) => datanetId}
                    columns={[
                      {
                        name: text.datanets.slug,
                        head: true,
                        cell: ({ datanetId, slug }) => <DatanetLink datanetId={datanetId} slug={slug} />,
                      },
                      { name: text.datanets.versions, figures: true, cell: ({ versions }) => number(versions.length) },
                      { name: text.datanets.accepted, figures: true, cell: ({ records }) => number(records.accepted) },
                      { name: text.datanets.pending, figures: true, cell: ({ records }) => number(records.pending) },
                      {
                        name: words.manage,
                        cell: ({ datanetId, slug }) => (
                          <Link
                            to="/datanets/$datanetId/owner"
                            params={{ datanetId }}
                            aria-label={words.manageThis(slug)}
                          >
                            {words.manage}
                          </Link>
                        ),
                      },
                    ]}
                  />
                )}
              </Section>
              {curated.length === 0 ? null : (
                <Section title={words.curated}>
                  <Table
                    label={words.curated}
                    rows={curated}
                    rowKey={({ datanetId }) => datanetId}
                    columns={[
                      {
                        name: text.datanets.slug,
                        head: true,
                        cell: ({ datanetId, slug }) => <DatanetLink datanetId={datanetId} slug={slug} />,
                      },
                      { name: text.datanets.pending, figures: true, cell: ({ records }) => number(records.pending) },
                    ]}
                  />
                </Section>
              )}
            </>
          )
        }}
      </Loaded>
    </>
  )
}
