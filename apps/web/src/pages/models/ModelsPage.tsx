import type { Model } from '@openledger/core/api/models.ts'
import { useQuery } from '@tanstack/react-query'
import { queries } from '../../api/queries.ts'
import { Amount } from '../../parts/Amount.tsx'
import { AccountLink, ModelLink } from '../../parts/links.tsx'
import { Page } from '../../parts/Page.tsx'
import { Empty, Loaded } from '../../parts/State.tsx'
import { Table } from '../../parts/Table.tsx'
import { text } from '../../text/text.ts'

/** Every model that this gateway serves. */
export function ModelsPage() {
  const words = text.models
  const models = useQuery(queries.models())
  return (
    <Page title={words.title} lead={words.lead}>
      <Loaded query={models}>
        {({ data }) =>
          data.length === 0 ? (
            <Empty title={words.empty}>{words.emptyBody}</Empty>
          ) : (
            <Table
              label={words.title}
              rows={data}
              rowKey={({ openledger }) => openledger.modelId}
              columns={[
                { name: words.name, head: true, cell: ({ id }) => <ModelLink name={id} /> },
                { name: words.sources, cell: sources },
                { name: words.developer, cell: ({ openledger }) => <AccountLink address={openledger.developer} /> },
                {
                  name: words.data,
                  figures: true,
                  cell: ({ openledger }) => `${openledger.split.data / 100}%`,
                },
                {
                  name: words.input,
                  figures: true,
                  cell: ({ openledger }) => <Amount wei={openledger.price.inputPrice} />,
                },
                {
                  name: words.output,
                  figures: true,
                  cell: ({ openledger }) => <Amount wei={openledger.price.outputPrice} />,
                },
              ]}
            />
          )
        }
      </Loaded>
    </Page>
  )
}

function sources({ openledger: { trainingVersions, retrievalVersions } }: Model): string {
  const words = text.models
  const parts = [
    ...(trainingVersions.length > 0 ? [words.trained(trainingVersions.length)] : []),
    ...(retrievalVersions.length > 0 ? [words.retrieves(retrievalVersions.length)] : []),
  ]
  return parts.length === 0 ? words.baseOnly : parts.join(', ')
}
