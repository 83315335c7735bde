import type { Registration } from '@openledger/core/api/registrations.ts'
import { useQuery } from '@tanstack/react-query'
import { explorerQueries } from '../../api/explorerQueries.ts'
import { Amount } from '../../parts/Amount.tsx'
import { AccountLink, ModelLink } from '../../parts/links.tsx'
import { Page } from '../../parts/Page.tsx'
import { Empty, Loaded } from '../../parts/State.tsx'
import { Table } from '../../parts/Table.tsx'
import { useCursor } from '../../parts/useCursor.tsx'
import { text } from '../../text/text.ts'

/** Models a page. */
const PAGE = 50

/** Every model on chain, the newest first. */
export function ModelsPage() {
  const words = text.models
  const more = text.modelIncome
  const [after, paging] = useCursor()
  const models = useQuery(explorerQueries.registrations(after, PAGE))
  const price = (wei: string | undefined) =>
    wei === undefined ? <span className="none">{text.parts.none}</span> : <Amount wei={wei} />
  return (
    <Page title={words.title} lead={words.lead}>
      <Loaded query={models}>
        {({ data, next }) =>
          data.length === 0 ? (
            <Empty title={words.empty}>{words.emptyBody}</Empty>
          ) : (
            <>
              <Table
                label={words.title}
                rows={data}
                rowKey={({ modelId }) => modelId}
                columns={[
                  { name: words.name, head: true, cell: ({ name }) => <ModelLink name={name} /> },
                  { name: words.sources, cell: sources },
                  { name: words.developer, cell: ({ developer }) => <AccountLink address={developer} /> },
                  { name: words.data, figures: true, cell: ({ dataBps }) => `${dataBps / 100}%` },
                  { name: words.input, figures: true, cell: (model) => price(model.price?.inputPrice) },
                  { name: words.output, figures: true, cell: (model) => price(model.price?.outputPrice) },
                  { name: more.calls, figures: true, cell: ({ calls }) => calls.toLocaleString(text.language) },
                  { name: more.feesOpen, figures: true, cell: ({ fees }) => <Amount wei={fees} /> },
                ]}
              />
              {paging(next)}
            </>
          )
        }
      </Loaded>
    </Page>
  )
}

function sources({ here, trained, retrieves }: Registration): string {
  const words = text.models
  const parts = [
    ...(trained > 0 ? [words.trained(trained)] : []),
    ...(retrieves > 0 ? [words.retrieves(retrieves)] : []),
    ...(here ? [] : [text.modelIncome.elsewhere]),
  ]
  return parts.length === 0 ? words.baseOnly : parts.join(', ')
}
