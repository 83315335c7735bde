import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useSession } from '../../account/useSession.ts'
import { datanetTextsQuery } from '../../api/datanetTextsQuery.ts'
import { text } from '../../text/text.ts'

/** What a Datanet says of itself, where somebody has brought the texts; its owner finds the way to run it. */
export function DatanetAbout({ datanetId, owner }: { readonly datanetId: string; readonly owner: string }) {
  const { data } = useQuery(datanetTextsQuery(datanetId))
  const session = useSession()
  const terms = data?.licence.text ?? data?.terms ?? null
  return (
    <>
      {data?.description == null ? null : (
        <div className="about">
          <h2>{data.description.title}</h2>
          {data.description.text === '' ? null : <p className="pre">{data.description.text}</p>}
        </div>
      )}
      {terms === null ? null : (
        <details className="about">
          <summary>{text.datanet.terms}</summary>
          <p className="pre">{terms}</p>
        </details>
      )}
      {session?.account === owner ? (
        <p className="actions about">
          <Link to="/datanets/$datanetId/owner" params={{ datanetId }} className="button-quiet">
            {text.myDatanets.manage}
          </Link>
        </p>
      ) : null}
    </>
  )
}
