import type { Place } from '@openledger/core/api/checks.ts'
import { recordContentSchema } from '@openledger/data/record/recordContent.ts'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useSignedIn } from '../../api/signedIn.ts'
import { versionQueries } from '../../api/versionQueries.ts'
import { Loaded } from '../../parts/State.tsx'
import { text } from '../../text/text.ts'
import { markedPieces } from './markedPieces.ts'

/** For the contributor, once they ask: the record with what was found marked in it. */
export function ShowWhere(props: { readonly commitment: string; readonly places: readonly Place[] }) {
  const [asked, setAsked] = useState(false)
  const words = text.findingsPage
  if (asked) return <Where {...props} />
  return (
    <p className="actions">
      <button type="button" className="button-quiet" onClick={() => setAsked(true)}>
        {words.showWhere}
      </button>
    </p>
  )
}

function Where({ commitment, places }: { readonly commitment: string; readonly places: readonly Place[] }) {
  const key = useSignedIn()
  const record = useQuery(versionQueries.record(commitment, true, key))
  const words = text.findingsPage
  return (
    <Loaded query={record} lines={3}>
      {({ content }) => {
        const said = recordContentSchema.safeParse(content).data
        if (said === undefined) return <p className="quiet">{words.gone}</p>
        const texts: readonly (readonly [field: string, text: string])[] =
          said.kind === 'document'
            ? [
                ['title', said.title],
                ['text', said.text],
              ]
            : [...said.prompts.map((prompt, at) => [`prompts.${at}`, prompt] as const), ['answer', said.answer]]
        return (
          <dl className="record-text">
            {texts.map(([field, whole]) => (
              <div key={field}>
                <dt>{words.fields(field)}</dt>
                <dd className="found-text">{marked(whole, field, places)}</dd>
              </div>
            ))}
          </dl>
        )
      }}
    </Loaded>
  )
}

/** Text alone, whatever is in it, with the places of one field marked. */
function marked(whole: string, field: string, places: readonly Place[]): ReactNode[] {
  return markedPieces(
    whole,
    places.filter((place) => place.field === field),
  ).map(({ at, piece, isMarked }) => (isMarked ? <mark key={at}>{piece}</mark> : piece))
}
