import type { BaseCard } from '@openledger/core/api/bases.ts'
import { useQuery } from '@tanstack/react-query'
import { factoryQueries } from '../../../api/factoryQueries.ts'
import { Facts } from '../../../parts/Facts.tsx'
import { Section } from '../../../parts/Page.tsx'
import { Loaded } from '../../../parts/State.tsx'
import { Tag } from '../../../parts/Tag.tsx'
import { text } from '../../../text/text.ts'
import { formatBytes, formatCount } from './formatSizes.ts'

/** Choosing the base model: a card for each, those of other nodes with the way to them. */
export function BaseStep(props: { readonly base: string; readonly onChange: (base: string) => void }) {
  const bases = useQuery(factoryQueries.bases())
  const words = text.newTraining
  return (
    <Section title={words.base} lead={words.baseLead}>
      <Loaded query={bases} lines={4}>
        {({ data }) => {
          const here = data.filter((card) => card.here)
          const chosen = props.base === '' ? here[0]?.id : props.base
          return (
            <fieldset className="factory-groups">
              <legend className="hidden">{words.base}</legend>
              <div className="factory-cards">
                {[...here, ...data.filter((card) => !card.here)].map((card) => (
                  <Card key={card.id} card={card} chosen={card.id === chosen} onChoose={() => props.onChange(card.id)} />
                ))}
              </div>
            </fieldset>
          )
        }}
      </Loaded>
    </Section>
  )
}

function Card(props: { readonly card: BaseCard; readonly chosen: boolean; readonly onChoose: () => void }) {
  const { card, chosen, onChoose } = props
  const words = text.newTraining
  const more = `base-${card.id}`
  return (
    <div className="factory-card">
      <label>
        <input
          type="radio"
          name="base"
          checked={chosen}
          disabled={!card.here}
          aria-describedby={more}
          onChange={onChoose}
        />
        {card.name}
      </label>
      <div id={more} className="factory-card-more">
        <p>
          {card.here ? <Tag tone="good">{words.here}</Tag> : <Tag tone="quiet">{words.notHere}</Tag>}{' '}
          {words.familyOf(card.family)}
        </p>
        <p>{card.strengths}</p>
        {card.reason === null ? null : <p className="quiet">{card.reason}</p>}
      </div>
      <Facts
        facts={[
          [words.licence, card.licence.url === null ? card.licence.id : <a href={card.licence.url}>{card.licence.id}</a>],
          [words.parameters, formatCount(card.parameters)],
          [words.size, card.bytes === null ? undefined : formatBytes(card.bytes)],
          [words.context, text.count.tokens(card.contextTokens)],
          [words.source, card.source.startsWith('https://') ? <a href={card.source}>{hostOf(card.source)}</a> : card.source],
        ]}
      />
    </div>
  )
}

const hostOf = (address: string) => URL.parse(address)?.host ?? address
