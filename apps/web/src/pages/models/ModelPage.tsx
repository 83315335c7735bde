import type { Model } from '@openledger/core/api/models.ts'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { queries } from '../../api/queries.ts'
import { Amount } from '../../parts/Amount.tsx'
import { Facts, Figures } from '../../parts/Facts.tsx'
import { WholeHex } from '../../parts/Hex.tsx'
import { AccountLink } from '../../parts/links.tsx'
import { Page, Section } from '../../parts/Page.tsx'
import { ShareBar } from '../../parts/ShareBar.tsx'
import { Loaded } from '../../parts/State.tsx'
import { Table } from '../../parts/Table.tsx'
import { text } from '../../text/text.ts'
import { ModelCardSection } from './ModelCardSection.tsx'
import { ModelIncome } from './ModelIncome.tsx'
import { ModelVersions } from './ModelVersions.tsx'
import { Prices } from './Prices.tsx'
import { SetPrice } from './SetPrice.tsx'

const roles = ['data', 'model', 'stakers', 'operator', 'burn'] as const

/** One model: its price now and before, how each fee is cut, and the data that it stands on. */
export function ModelPage() {
  const { name } = useParams({ from: '/models/$name' })
  const model = useQuery(queries.model(name))
  return (
    <Page kind={text.model.kind} title={name}>
      <Loaded query={model} lines={8}>
        {(data) => <ModelBody model={data} />}
      </Loaded>
    </Page>
  )
}

function ModelBody({ model: { id, openledger } }: { readonly model: Model }) {
  const words = text.model
  const { split, price } = openledger
  const hex = (what: string, value: string) => [what, <WholeHex key={what} value={value} what={what} />] as const
  return (
    <>
      <p className="actions">
        {!openledger.servable ? (
          words.notServable
        ) : openledger.kind === 'embedding' ? (
          words.embeds
        ) : (
          <Link to="/chat" search={{ model: id }} className="button">
            {words.ask}
          </Link>
        )}
      </p>
      <Figures
        figures={[
          { name: text.models.input, value: <Amount wei={price.inputPrice} unit /> },
          { name: text.models.output, value: <Amount wei={price.outputPrice} unit /> },
          { name: text.models.developer, value: <AccountLink address={openledger.developer} /> },
          ...(openledger.owner === openledger.developer
            ? []
            : [{ name: text.models.owner, value: <AccountLink address={openledger.owner} /> }]),
        ]}
      />
      <Section title={words.split}>
        <ShareBar
          parts={roles.map((role) => ({ name: words.splitRoles[role], size: BigInt(split[role]), kind: role }))}
        />
        <Table
          label={words.split}
          rows={roles}
          rowKey={(role) => role}
          columns={[
            {
              name: text.account.role,
              head: true,
              cell: (role) => <span className={`swatch swatch-${role}`}>{words.splitRoles[role]}</span>,
            },
            { name: text.call.share, figures: true, cell: (role) => `${(split[role] / 100).toFixed(2)}%` },
          ]}
        />
      </Section>
      <ModelIncome modelId={openledger.modelId} />
      <Prices modelId={openledger.modelId} now={price.version} />
      <SetPrice name={id} model={openledger} />
      <ModelVersions training={openledger.trainingVersions} retrieval={openledger.retrievalVersions} />
      <ModelCardSection name={id} />
      <Section title={words.facts}>
        <Facts
          facts={[
            hex(words.id, openledger.modelId),
            hex(words.base, openledger.baseHash),
            ...(Number(openledger.adapterHash) === 0
              ? [[words.adapter, words.noAdapter] as const]
              : [
                  hex(words.adapter, openledger.adapterHash),
                  hex(words.manifest, openledger.manifestHash),
                  hex(words.log, openledger.logRoot),
                  hex(words.index, openledger.indexHash),
                ]),
          ]}
        />
      </Section>
    </>
  )
}
