import type { ListedBase } from '@openledger/core/api/bases.ts'
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
          const others = data.filter((card) => !card.here)
          const chosen = props.base === '' ? here[0]?.id : props.base
          return (
            <fieldset className="factory-groups">
              <legend className="hidden">{words.base}</legend>
              <div className="factory-cards">
                {here.map((card) => (
                  <Card
                    key={card.id}
                    card={card}
                    chosen={card.id === chosen}
                    onChoose={() => props.onChange(card.id)}
                  />
                ))}
              </div>
              {others.length === 0 ? null : (
                <details className="factory-fold">
                  <summary>{words.otherBases(others.length)}</summary>
                  <p className="note">{others[0]?.reason}</p>
                  <div className="factory-cards">
                    {others.map((card) => (
                      <Card key={card.id} card={card} chosen={false} onChoose={() => undefined} />
                    ))}
                  </div>
                </details>
              )}
            </fieldset>
          )
        }}
      </Loaded>
    </Section>
  )
}

function Card(props: { readonly card: ListedBase; readonly chosen: boolean; readonly onChoose: () => void }) {
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
        {card.title}
      </label>
      <div id={more} className="factory-card-more">
        <p>
          {card.here ? <Tag tone="good">{words.here}</Tag> : <Tag tone="quiet">{words.notHere}</Tag>}{' '}
          {words.familyOf(card.family)}
        </p>
        <ul>
          {card.strengths.map((one) => (
            <li key={one}>{one}</li>
          ))}
        </ul>
      </div>
      <Facts
        facts={[
          [
            words.licence,
            <>
              <a href={card.licence.url}>{card.licence.name}</a>
              <span className="under">{card.licence.terms}</span>
            </>,
          ],
          [words.parameters, formatCount(card.parameters)],
          [words.size, card.size === null ? undefined : formatBytes(card.size)],
          [words.context, text.count.tokens(card.context)],
          [words.source, card.source],
          [words.figures, card.checked ? undefined : words.notChecked],
        ]}
      />
    </div>
  )
}
