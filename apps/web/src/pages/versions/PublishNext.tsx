import { publishVersionCall } from '@openledger/chain/calls/datanetRegistryCalls.ts'
import { getDraft } from '@openledger/core/api/datanets.ts'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useAction } from '../../account/useAction.ts'
import { useActor } from '../../account/useActor.ts'
import { ApiError } from '../../api/apiError.ts'
import { ask } from '../../api/ask.ts'
import { queries } from '../../api/queries.ts'
import { useSignedIn } from '../../api/signedIn.ts'
import { Failure } from '../../parts/State.tsx'
import { text } from '../../text/text.ts'

/** For the owner: puts what was accepted on chain as the next version. Doing it twice finds it done. */
export function PublishNext(props: { readonly datanetId: string; readonly owner: string | undefined }) {
  const { datanetId, owner } = props
  const key = useSignedIn()
  const actor = useActor()
  const info = useQuery(queries.info())
  const client = useQueryClient()
  const { busy, error, run } = useAction()
  const [done, setDone] = useState<string>()
  const words = text.versionsPage
  if (actor === undefined || info.data === undefined || owner === undefined || actor.account !== owner) return null
  const { addresses } = info.data
  const publish = () =>
    run(async () => {
      setDone(undefined)
      const draft = await ask(getDraft, { params: { datanetId }, key }).catch((reason: unknown) => {
        if (reason instanceof ApiError && reason.code === 'DATANET_NOTHING_TO_PUBLISH') return undefined
        throw reason
      })
      if (draft === undefined) return setDone(words.nothing)
      await actor.send(publishVersionCall(addresses, draft), words.publishWhat)
      setDone(words.published(await seen(draft.root)))
    })
  /** The version's number, once the gateway has seen its block. */
  const seen = async (root: string): Promise<number> => {
    for (;;) {
      const datanet = await client.fetchQuery({ ...queries.datanet(datanetId), staleTime: 0 })
      const version = datanet.versions.find((one) => one.root === root)
      if (version !== undefined) {
        await client.invalidateQueries({ queryKey: ['changelog', datanetId] })
        return version.number
      }
      await new Promise((resolve) => setTimeout(resolve, 500))
    }
  }
  return (
    <div className="form">
      <p className="actions">
        <button type="button" className="button" disabled={busy} onClick={() => void publish()}>
          {busy ? words.publishing : words.publish}
        </button>
      </p>
      <p role="status">{done}</p>
      {error === undefined ? null : <Failure error={error} />}
    </div>
  )
}
