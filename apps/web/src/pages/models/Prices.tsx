import { useQuery } from '@tanstack/react-query'
import { queries } from '../../api/queries.ts'
import { formatTime } from '../../format/formatTime.ts'
import { Amount } from '../../parts/Amount.tsx'
import { Section } from '../../parts/Page.tsx'
import { Loaded } from '../../parts/State.tsx'
import { Table } from '../../parts/Table.tsx'
import { Tag } from '../../parts/Tag.tsx'
import { text } from '../../text/text.ts'

/** Every price that a model has had on chain, the newest first. `now` is the version in effect. */
export function Prices({ modelId, now }: { readonly modelId: string; readonly now: number }) {
  const words = text.model
  const prices = useQuery(queries.prices(modelId))
  return (
    <Section title={words.prices} lead={words.pricesLead}>
      <Loaded query={prices} lines={2}>
        {({ data }) => (
          <Table
            label={words.prices}
            rows={data.toReversed()}
            rowKey={({ version }) => String(version)}
            columns={[
              {
                name: words.version,
                head: true,
                cell: ({ version }) => (
                  <span>
                    {version} {version === now ? <Tag tone="good">{words.now}</Tag> : null}
                  </span>
                ),
              },
              {
                name: words.from,
                cell: ({ effectiveFrom }) => <time className="time">{formatTime(effectiveFrom)}</time>,
              },
              { name: text.models.input, figures: true, cell: ({ inputPrice }) => <Amount wei={inputPrice} /> },
              { name: text.models.output, figures: true, cell: ({ outputPrice }) => <Amount wei={outputPrice} /> },
            ]}
          />
        )}
      </Loaded>
    </Section>
  )
}
