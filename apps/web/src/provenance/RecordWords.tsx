import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useSignedIn } from '../api/signedIn.ts'
import { versionQueries } from '../api/versionQueries.ts'
import { readContent } from '../pages/records/readContent.ts'
import { Loading } from '../parts/State.tsx'
import { text } from '../text/text.ts'

/** What a record says, once somebody asks, where they may read it; else the way to its page. Each reading of private contents is logged. */
export function RecordWords({ commitment }: { readonly commitment: string }) {
  const [asked, setAsked] = useState(false)
  const words = text.provenance
  return (
    <>
      <p className="actions">
        <button type="button" className="link" aria-expanded={asked} onClick={() => setAsked(!asked)}>
          {asked ? words.hide : words.says}
        </button>
        <Link to="/records/$commitment" params={{ commitment }}>
          {words.page}
        </Link>
      </p>
      {asked ? <Said commitment={commitment} /> : null}
    </>
  )
}

/** Text alone, whatever is in it: markup and scripts are shown, never run. */
function Said({ commitment }: { readonly commitment: string }) {
  const record = useQuery(versionQueries.record(commitment, true, useSignedIn()))
  const said = readContent(record.data?.content)
  if (record.isPending) return <Loading lines={2} />
  if (said === undefined) return <p className="note">{text.provenance.notReadable}</p>
  return (
    <blockquote className="prov-said">
      <p className="prov-said-head">{said.head}</p>
      <p>{said.body}</p>
    </blockquote>
  )
}
