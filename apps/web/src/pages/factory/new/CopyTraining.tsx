import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import type { Actor } from '../../../account/useActor.ts'
import { factoryQueries } from '../../../api/factoryQueries.ts'
import { queries } from '../../../api/queries.ts'
import { useSignedIn } from '../../../api/signedIn.ts'
import { Empty, Failure, Loading } from '../../../parts/State.tsx'
import { text } from '../../../text/text.ts'
import { draftOf, saveDraft } from './draft.ts'

/** Takes an own training's choices into the draft, then goes on to it. */
export function CopyTraining({ actor, jobId }: { readonly actor: Actor; readonly jobId: string }) {
  const key = useSignedIn() ?? ''
  const training = useQuery({ ...factoryQueries.training(jobId, key), refetchInterval: false })
  const datanets = useQuery(queries.datanets())
  const navigate = useNavigate()
  const request = training.data?.own?.request
  useEffect(() => {
    if (request === undefined || datanets.data === undefined) return
    const datanetOf = new Map(
      datanets.data.data.flatMap(({ datanetId, versions }) => versions.map(({ root }) => [root, datanetId] as const)),
    )
    saveDraft(actor.account, draftOf(request, jobId, datanetOf))
    void navigate({ to: '/factory/new', search: {}, replace: true })
  }, [request, datanets.data, actor.account, jobId, navigate])
  const error = training.error ?? datanets.error
  if (error !== null) return <Failure error={error} retry={() => void training.refetch()} />
  if (training.data?.own === null) return <Empty title={text.run.notYours}>{text.run.notYoursBody}</Empty>
  return <Loading />
}
