import { setPriceCall } from '@openledger/chain/calls/modelRegistryCalls.ts'
import type { Model } from '@openledger/core/api/models.ts'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type SyntheticEvent, useState } from 'react'
import { SendState } from '../../account/SendState.tsx'
import { type Actor, useActor } from '../../account/useActor.ts'
import { useSend } from '../../account/useSend.ts'
import { askUntil } from '../../api/askUntil.ts'
import { publishingQueries } from '../../api/publishingQueries.ts'
import { queries } from '../../api/queries.ts'
import { useSignedIn } from '../../api/signedIn.ts'
import { Section } from '../../parts/Page.tsx'
import { text } from '../../text/text.ts'
import { PriceFields } from '../publish/PriceFields.tsx'
import { openText, readPrices } from '../publish/readPublish.ts'

type Facts = Model['openledger']

/** Another price, for the model's owner alone. */
export function SetPrice({ name, model }: { readonly name: string; readonly model: Facts }) {
  const actor = useActor()
  const token = useSignedIn()
  if (actor === undefined || token === undefined || actor.account !== model.owner) return null
  return <PriceForm actor={actor} token={token} name={name} model={model} />
}

function PriceForm(props: {
  readonly actor: Actor
  readonly token: string
  readonly name: string
  readonly model: Facts
}) {
  const { actor, token, name, model } = props
  const words = text.price
  const [typed, setTyped] = useState(() => ({
    input: openText(model.price.inputPrice),
    output: openText(model.price.outputPrice),
  }))
  const { data: info } = useQuery(queries.info())
  const cache = useQueryClient()
  const sending = useSend(actor)
  const versions = [...new Set([...model.trainingVersions, ...model.retrievalVersions])]
  const terms = useQuery({ ...publishingQueries.terms(token, versions), enabled: versions.length > 0 })
  const minOutputPrice = terms.data?.minOutputPrice ?? '0'
  const { prices, wrong } = readPrices(typed, { minOutputPrice })
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    if (prices === undefined || info === undefined) return
    const call = setPriceCall(info.addresses, { modelId: model.modelId, ...prices })
    const history = queries.prices(model.modelId)
    const before = cache.getQueryData(history.queryKey)?.data.length ?? 0
    void sending.send(call, words.what(name), () => void askUntil(cache, history, ({ data }) => data.length > before))
  }
  return (
    <Section title={words.title} lead={words.lead}>
      <form className="form" onSubmit={submit}>
        <PriceFields
          value={typed}
          minOutputPrice={minOutputPrice}
          wrong={wrong}
          onChange={(change) => setTyped({ ...typed, ...change })}
        />
        <SendState sending={sending} />
        <p className="actions">
          <button type="submit" className="button-quiet" disabled={sending.busy || prices === undefined}>
            {words.send}
          </button>
        </p>
      </form>
    </Section>
  )
}
